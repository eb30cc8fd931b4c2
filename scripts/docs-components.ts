// Writes docs/reference/components.md from the code and from the blueprint tables of the components' READMEs.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Component } from '../engine/model/component.ts'
import { listAt } from '../engine/model/json.ts'
import { components } from '../policies/index.ts'
import type { Blueprint, BlueprintLine } from './docs-components/blueprint.ts'
import { blueprintOf, linesFor } from './docs-components/blueprint.ts'
import type { Row } from './docs-components/rows.ts'
import { rowsOf } from './docs-components/rows.ts'
import { signalOf } from './docs-components/signal.ts'
import { ROOT, reference, variants } from './docs-components/variants.ts'

export const COMPONENTS_PAGE = join(ROOT, 'docs/reference/components.md')

const INTRODUCTION = `# What the components render

Made by \`npm run docs\` from the code, the [examples](../examples/README.md) and the components' READMEs; do not edit. After this page you know every object,
with its policy, health signal and the line of the blueprint that it answers.

- **object**: \`Kind namespace/name\`; \`<cluster>\` stands for each cluster, \`<set>\` for the cluster set.
- **where**: on the hub, on all members, on one member (the primary) or some. *only* names the examples that have what the
  reference has not; *options* is the reference with settings that add objects.
- **remediation**: *placement* follows the placement (\`inform\` reports, \`enforce\` mends); *inform only* never changes anything.
  *hub* objects stand beside the policies in the hub namespace and are delivered with them.
- **health signal**: for what is desired, the templates that tell whether it works; for what is only looked at, what is looked for.
- **lines**: numbers of the component's blueprint lines below that its policy expresses, of these those that name its kind or
  template where there are some.

What no single component keeps stands in [platform-rules.md](platform-rules.md).
`

export function componentsPage(): string {
  const situations = variants()
  const rows = new Map(components.map((each) => [each.name, rowsOf(each, situations)]))
  const all = [...rows.values()].flat()
  const blueprints = new Map(components.map((each) => [each.name, blueprintOf(each.name)]))
  return [
    INTRODUCTION,
    ...referenceInNumbers(),
    ...summary(rows, blueprints),
    ...components.flatMap((each) => section(each, rows.get(each.name) ?? [], all, blueprintOf(each.name))),
  ].join('\n')
}

/** What the reference's lines expand to. */
function referenceInNumbers(): readonly string[] {
  const { lines, plan } = reference()
  const templates = plan.policies.flatMap((each) => listAt(each.object, 'spec', 'policy-templates'))
  const objects = templates.map((each) => listAt(each, 'objectDefinition', 'spec', 'object-templates').length || 1)
  const total = objects.reduce((sum, each) => sum + each, 0)
  return [
    `The reference, ${lines} lines of YAML, expands to ${plan.policies.length} policies with ${templates.length} templates over ${total} objects,`,
    `${plan.bindings.length / 2} placements with as many bindings, and ${plan.support.length} objects beside them.`,
    '',
  ]
}

function summary(
  rows: ReadonlyMap<string, readonly Row[]>,
  blueprints: ReadonlyMap<string, Blueprint>,
): readonly string[] {
  const lines = [...rows].map(([name, own]) => {
    const count = (coverage: BlueprintLine['coverage']) =>
      blueprints.get(name)?.lines.filter((each) => each.coverage === coverage).length ?? 0
    const policies = new Set(own.filter((each) => each.policy !== '').map((each) => each.policy)).size
    const desired = own.filter((each) => each.role === 'desired' || each.role === 'support').length
    return table([
      `[${name}](#${name})`,
      policies,
      desired,
      own.length - desired,
      count('covered'),
      count('partly'),
      count('not covered'),
    ])
  })
  return [
    '| component | policies | objects desired | objects looked at | blueprint lines covered | partly | not covered |',
    '|---|---|---|---|---|---|---|',
    ...lines,
    '',
  ]
}

function section(
  component: Component,
  rows: readonly Row[],
  all: readonly Row[],
  blueprint: Blueprint,
): readonly string[] {
  return [
    `## ${component.name}`,
    '',
    `${component.summary.replace(/\.$/, '')}. [README](../../policies/${component.name}/README.md)`,
    '',
    '| object | where | policy | template | role | remediation | health signal | lines |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map((row) =>
      table([
        code(row.object),
        whereOf(row),
        row.policy,
        row.template,
        row.role,
        remediationOf(row),
        signalIn(row, all),
        ranges(linesFor(row, blueprint)),
      ]),
    ),
    '',
    ...checklist(component.name, blueprint),
  ]
}

/** What the blueprint says nothing of has no such lines. */
function checklist(name: string, { section: part, lines }: Blueprint): readonly string[] {
  if (lines.length === 0) return []
  return [
    `### Blueprint lines of ${name} (${part})`,
    '',
    '| no. | line | | expressed by |',
    '|---|---|---|---|',
    ...lines.map((each) => table([each.number, each.text, each.coverage, each.answer])),
    '',
  ]
}

function whereOf({ where, variants: names }: Row): string {
  return names.includes('reference') ? where : `${where}; only ${names.join(', ')}`
}

function remediationOf({ role }: Row): string {
  if (role === 'support') return 'hub'
  return role === 'desired' ? 'placement' : 'inform only'
}

function signalIn(row: Row, all: readonly Row[]): string {
  if (row.isAbsent) return row.fields.length === 0 ? 'is not there' : `none with ${signalOf(row.fields)}`
  return row.role === 'desired' || row.role === 'support' ? healthOf(row, all) : signalOf(row.fields)
}

/** Templates of any component that look at the object on the same side. */
function healthOf(row: Row, all: readonly Row[]): string {
  const isHub = row.where === 'hub'
  const found = all
    .filter((each) => each.role === 'health' && each.object === row.object && (each.where === 'hub') === isHub)
    .map((each) => `${each.policy}: ${each.template}`)
  const own = row.kind === 'OperatorPolicy' ? ['its own: deployments, catalogue source, deprecations'] : []
  return [...new Set([...own, ...found])].join('; ') || '-'
}

/** 1, 2, 3, 5 as `1-3, 5`. */
function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = []
  for (const each of numbers) {
    const last = runs.at(-1)
    if (last && last[1] === each - 1) last[1] = each
    else runs.push([each, each])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ') || '-'
}

function code(text: string): string {
  return `\`${text}\``
}

function table(cells: readonly (string | number)[]): string {
  const clean = (cell: string | number) => String(cell).replaceAll(/\\?\|/g, '\\|').replaceAll(/\s+/g, ' ')
  return `| ${cells.map(clean).join(' | ')} |`
}

if (import.meta.main) writeFileSync(COMPONENTS_PAGE, componentsPage())
