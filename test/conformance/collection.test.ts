import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { loadAll } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { expandAll } from '../../engine/flows/expand-all.ts'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../engine/model/json.ts'
import { emptyRendered } from '../../engine/model/rendered.ts'
import { templateProblems } from '../../engine/stages/check/templates.ts'
import { compare } from '../../engine/stages/compare.ts'
import { diff } from '../../engine/stages/diff.ts'
import { evaluate } from '../../engine/stages/evaluate.ts'
import { renderedOf } from '../../engine/stages/read-rendered.ts'
import { parseYaml, yamlText } from '../../engine/stages/render/yaml.ts'
import { render } from '../../engine/stages/render.ts'
import { planMarkdown } from '../../engine/stages/report/plan.ts'
import { aRepository, COMPONENTS, DEFINITION, ENVIRONMENT, PLACEMENT } from '../engine/stages/validate/a-repository.ts'

const FOLDER = new URL('../../../shared/conformance/collection/policies/', import.meta.url)
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((each) => each.endsWith('.yaml')) : []

/** The repository with these files as the policy `mine`. */
function repository(inside: Readonly<Record<string, string>>) {
  const policies = Object.entries(inside).map(([path, text]) => [`policies/mine/${path}`, text])
  const sources = aRepository({
    'environments/gdw.yaml': ENVIRONMENT.replace('    vault: { replicas: 5 }\n', ''),
    'placements/gdw.yaml': PLACEMENT.replace('[tunnel, vault]', '[tunnel, mine]'),
    'policies/mine/policy.yaml': `${DEFINITION}spec: { templates: both }\n`,
    ...(Object.fromEntries(policies) as Record<string, string>),
  })
  const { findings, environments } = expandAll({ files: sources, findings: [] }, COMPONENTS)
  return { findings: findings.filter((each) => each.file.startsWith('policies/mine')), plan: environments[0]?.plan }
}

function documents(name: string): readonly JsonObject[] {
  return (loadAll(readFileSync(new URL(name, FOLDER), 'utf8')) as Json[]).filter(isObject)
}

describe.skipIf(files.length === 0)(
  'policies that people wrote (skipped where they are not beside the project)',
  () => {
    test('there are all of them', () => {
      expect(files.length).toBeGreaterThan(70)
    })

    test('what the lint says of them is true: nothing, since all their templates work on a hub', () => {
      const policies = files.flatMap(documents).filter((each) => each.kind === 'Policy')
      const found = policies.flatMap((each) =>
        templateProblems(each, textAt(each, 'metadata', 'namespace') ?? 'policies').map(
          ({ pointer, problem }) => `${textAt(each, 'metadata', 'name')} ${pointer}: ${problem[0]}`,
        ),
      )
      const texts = policies.map((each) => JSON.stringify(each)).filter((each) => each.includes('{{'))
      expect(texts.length).toBeGreaterThan(10)
      expect(found).toEqual([])
    })

    test.each(files)('%s loads, validates, plans and evaluates', (name) => {
      const text = readFileSync(new URL(name, FOLDER), 'utf8')
      const asWritten = repository({ 'p.yaml': text })
      const policies = documents(name).filter((each) => each.kind === 'Policy')
      expect(asWritten.findings.filter((each) => each.rule === 'policy/root-policy')).toHaveLength(policies.length)
      const templates = policies.flatMap((each) => listAt(each, 'spec', 'policy-templates'))
      const manifests = templates.map((each, i) => [`${i}.yaml`, yamlText(at(each, 'objectDefinition') ?? {})] as const)
      const { plan } = repository(Object.fromEntries(manifests))
      if (plan) {
        const after = renderedOf(plan)
        expect([...render(plan, '0.0.0').keys()].length).toBeGreaterThan(0)
        expect(planMarkdown(diff(emptyRendered('gdw'), after))).toContain('gdw')
      }
      const definitions = templates.flatMap((each) =>
        listAt(each, 'objectDefinition', 'spec', 'object-templates').flatMap(
          (one) => at(one, 'objectDefinition') ?? [],
        ),
      )
      for (const policy of policies)
        for (const objects of [[], definitions.filter(isObject)]) {
          const verdict = evaluate(policy, objects, (template, seen) => compare(template, seen, { parseYaml }))
          expect(['Compliant', 'NonCompliant', 'Unknown']).toContain(verdict.compliant)
          expect(verdict.templates).toHaveLength(listAt(policy, 'spec', 'policy-templates').length)
        }
    })
  },
)
