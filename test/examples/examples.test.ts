import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { loadAll } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../engine/model/json.ts'
import type { Plan } from '../../engine/model/plan.ts'
import { render } from '../../engine/stages/render.ts'
import { crdFolder, hasCrds } from '../schemas/crd-schemas.ts'
import { inspectObject } from '../schemas/validate-object.ts'
import { objectsOf } from './hub.ts'
import { expanded, filesIn, planOf, repositories } from './repository.ts'
import { unsound } from './sound.ts'

/** Warnings about each example: the price of its choices, explained in docs/examples/README.md, and nothing else. */
const REMARKS: ReadonlyMap<string, readonly string[]> = new Map([
  ['reference', ['catalog/not-pinned']],
  ['imported-clusters', ['catalog/not-pinned', 'vault/seal-shared-fate']],
  ['azure', ['catalog/not-pinned', 'loadbalancer/no-health-checks']],
  ['google', ['catalog/not-pinned']],
  ['mixed-clouds', ['catalog/not-pinned', 'vault/seal-shared-fate']],
  ['five-regions', ['catalog/not-pinned']],
  ['two-regions-and-witness', ['catalog/not-pinned', 'database/nodes-per-region']],
  ['tunnel-and-certs', []],
])

/** Kinds of OpenShift, Submariner and RHACM whose definitions are not among the recorded ones. */
const UNRECORDED = [
  'config.openshift.io/v1 ClusterOperator',
  'config.openshift.io/v1 ClusterVersion',
  'config.openshift.io/v1 Network',
  'machine.openshift.io/v1beta1 MachineHealthCheck',
  'policy.open-cluster-management.io/v1 CertificatePolicy',
  'submariner.io/v1 Gateway',
]

if (!hasCrds) console.warn(`no CustomResourceDefinitions in ${crdFolder}: the examples are not checked against them`)

test('every folder of docs/examples is an example, and the README names it and what is said about it', () => {
  expect([...repositories.keys()].sort()).toEqual([...REMARKS.keys()].sort())
  const readme = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'examples', 'README.md'), 'utf8')
  for (const rule of [...REMARKS.values()].flat()) expect(readme).toContain(`| \`${rule}\` |`)
  for (const name of repositories.keys())
    if (name !== 'reference') expect(readme).toContain(`[${name}](${name}/environments/`)
})

test('the reference, environment and placements together, stays under 60 lines', () => {
  const lines = filesIn(repositories.get('reference') ?? '').flatMap((each) => each.text.trimEnd().split('\n'))
  expect(lines.length).toBeLessThan(60)
})

describe.each([...REMARKS])('%s', (name, remarks) => {
  test('expands without an error, and the remarks on it are known', () => {
    const { findings, environments } = expanded(name)
    expect(findings.filter((each) => each.severity === 'error')).toEqual([])
    const warnings = findings.filter((each) => each.severity === 'warning').map((each) => each.rule)
    expect([...new Set(warnings)].sort()).toEqual(remarks)
    expect(environments).toHaveLength(1)
  })

  test('is taken by RHACM as it is meant, beside another environment on the same hub', () => {
    expect(unsound(planOf(name))).toEqual([])
  })

  test.skipIf(!hasCrds)('every object passes its schema, and so does every object inside a policy', () => {
    const inspections = objectsOf(planOf(name)).map((object) => inspectObject(object))
    expect(inspections.flatMap((each) => each.errors)).toEqual([])
    expect(UNRECORDED).toEqual(expect.arrayContaining(inspections.flatMap((each) => each.withoutSchema)))
  })
})

describe('what is unsound is found', () => {
  const plan = planOf('tunnel-and-certs')
  const [policy, ...policies] = plan.policies
  if (!policy) throw new Error('tunnel-and-certs has no policy')
  const without = (kind: string): Plan => ({
    ...plan,
    bindings: plan.bindings.filter(({ object }) => object.kind !== kind),
  })
  const renamed = JSON.parse(JSON.stringify(plan).replaceAll('isthmus-links', `isthmus-${'l'.repeat(40)}`))
  test.each<[string, Plan, RegExp]>([
    ['a policy that nobody binds', without('PlacementBinding'), /is bound 0 times/],
    ['a binding without its placement', without('PlacementRule'), /reaches , not/],
    ['a policy that is bound and not there', { ...plan, policies }, /which nobody renders/],
    ['a policy twice', { ...plan, policies: [...plan.policies, policy] }, /template twice/],
    ['a namespace that is too long', renamed, /policy name too long/],
    ['a selection without the set', withoutSets(plan), /other-left/],
    ['a selection by name alone', withoutSets(plan), /reaches left.* of another set/],
  ])('%s', (_, broken, message) => {
    expect(unsound(broken).join('\n')).toMatch(message)
  })
})

/** Placements that select by name and label alone, for clusters called alike elsewhere. */
function withoutSets(plan: Plan): Plan {
  const text = JSON.stringify(plan.bindings).replaceAll('"left"', '"left","other-left"')
  return { ...plan, bindings: JSON.parse(text.replaceAll(/\{"key":"[^"]*clusterset"[^}]*\},/g, '')) }
}

const path = (process.env.PATH ?? '').split(delimiter)
const hasKubectl = path.some((folder) => existsSync(join(folder, 'kubectl')))
if (!hasKubectl) console.warn('no kubectl on this machine: the rendered reference is not built with kustomize')

test.skipIf(!hasKubectl)('kubectl kustomize builds the rendered reference, object for object', () => {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-kustomize-'))
  try {
    for (const [file, text] of render(planOf('reference'), '0.0.0')) writeFileSync(join(folder, file), text)
    const built = loadAll(execFileSync('kubectl', ['kustomize', folder], { encoding: 'utf8', maxBuffer: 2 ** 26 }))
    const sorted = (objects: readonly unknown[]) =>
      (objects as JsonObject[]).map((each) => JSON.stringify(each, keysSorted)).sort()
    expect(sorted(built)).toEqual(sorted(objectsOf(planOf('reference'))))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

function keysSorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
