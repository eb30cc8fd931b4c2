import { beforeAll, expect, test } from 'vitest'
import { CLUSTERS, platformMaker, scaleVault } from './a-platform.ts'
import { isthmus, read, write } from './a-shell.ts'

let make: Awaited<ReturnType<typeof platformMaker>>
beforeAll(async () => {
  make = await platformMaker()
})

interface PlanJson {
  readonly findings: readonly { rule: string; file: string }[]
  readonly plans: readonly {
    policies: { policy: string; risks: { kind: string }[] }[]
    temporary: { kind: string; name: string; owner: string }[]
  }[]
  readonly selections?: readonly { policies: { policy: string; clusters: string[] }[] }[]
  readonly overwrites?: readonly {
    drifts: { policy: string; object: { kind: string }; fields: { desired: unknown; observed: unknown }[] }[]
    unseen: unknown[]
  }[]
}

const SET = 'cluster.open-cluster-management.io/clusterset'
const inventory = (names: readonly string[]) =>
  names
    .map((name) => {
      const own = name === 'local-cluster' ? `local-cluster: 'true', ${SET}: default` : `${SET}: gdw`
      return `---\napiVersion: cluster.open-cluster-management.io/v1\nkind: ManagedCluster\nmetadata: { name: ${name}, labels: { name: ${name}, ${own} } }\n`
    })
    .join('')

async function planOf(work: string, ...more: string[]) {
  const { code, out, err } = await isthmus(work, 'plan', '--output', 'json', ...more)
  return { code, err, plan: JSON.parse(out) as PlanJson }
}

test('an inventory that holds every cluster is reached; one that lacks a cluster is said, an empty one refused', async () => {
  const { work, root } = make()
  write(root, 'all.yaml', inventory(CLUSTERS))
  write(root, 'hub.yaml', inventory(['local-cluster']))
  const all = await planOf(work, '--inventory', '../all.yaml')
  expect(all.plan.findings.filter((each) => each.rule.startsWith('selection/'))).toEqual([])
  expect(all.code).toBe(0)
  const vault = all.plan.selections?.[0]?.policies.find((each) => each.policy === 'vault-cluster1')
  expect(vault?.clusters).toEqual(['cluster1'])
  const none = await planOf(work, '--inventory', '../hub.yaml')
  expect(none.code).toBe(2)
  expect(none.plan.findings.filter((each) => each.rule === 'selection/none')[0]?.file).toBe('placements/gdw.yaml')
  const text = await isthmus(work, 'plan', '--inventory', '../all.yaml')
  expect(text.out).toContain('policies by the clusters that they reach')
})

test('what enforcing would overwrite is shown before anything is merged, for turned policies and for overrides', async () => {
  const { work, clusters } = make()
  await scaleVault(clusters, 'cluster2', 1)
  write(
    work,
    'placements/now.yaml',
    'apiVersion: isthmus.dev/v1alpha1\nkind: Override\nmetadata: { name: now }\nspec: { environment: gdw, policy: vault-cluster2, clusters: [cluster2], until: "2027-01-01", because: a test, owner: ada }\n',
  )
  const override = await planOf(work, '--from', clusters)
  expect(override.plan.plans[0]?.policies.map((each) => [each.policy, each.risks[0]?.kind])).toEqual([
    ['vault-cluster2', 'newly-enforced'],
  ])
  expect(override.plan.plans[0]?.temporary).toMatchObject([{ kind: 'override', name: 'now', owner: 'ada' }])
  const line = 'override now: policy vault-cluster2 is enforced on cluster2, until 2027-01-01, because a test, ada'
  expect((await isthmus(work, 'plan')).out).toContain(line)
  expect((await isthmus(work, 'plan', '--output', 'markdown')).out).toContain(line)
  const [found] = override.plan.overwrites?.[0]?.drifts ?? []
  expect([found?.object.kind, found?.fields[0]]).toMatchObject(['StatefulSet', { desired: 3, observed: 1 }])
  write(work, 'placements/gdw.yaml', read(work, 'placements/gdw.yaml').replaceAll('remediationAction: inform', ''))
  const placement = read(work, 'placements/gdw.yaml')
  write(work, 'placements/gdw.yaml', placement.replaceAll('clusters: {', 'remediationAction: enforce\n  clusters: {'))
  const turned = await isthmus(work, 'plan', '--from', clusters)
  expect(turned.out).toContain('enforcing would overwrite')
  expect(turned.out).toMatch(/StatefulSet vault\/vault on cluster2: would be overwritten/)
})

test('a snapshot that is not there is said also where nothing has to be read from it', async () => {
  const { work } = make()
  const { code, err } = await isthmus(work, 'plan', '--from', 'nowhere')
  expect([code, err]).toEqual([1, expect.stringContaining('error directory/missing: ')])
})

test('for code scanning and for CI', async () => {
  const { work } = make()
  write(work, 'environments/gdw.yaml', read(work, 'environments/gdw.yaml').replace('tunnel: {}', 'tunel: {}'))
  const log = JSON.parse((await isthmus(work, 'plan', '--output', 'sarif')).out) as {
    runs: { results: { ruleId: string }[] }[]
  }
  expect(log.runs[0]?.results.map((each) => each.ruleId)).toContain('environment/unknown-component')
  const { code, out } = await isthmus(work, 'validate', '--output', 'junit')
  expect([code, out.includes('<failure type="environment/unknown-component"')]).toEqual([2, true])
})
