import { beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../../engine/commands/registry.ts'
import type { OutputName } from '../model/output-schemas/problems.ts'
import { NAMES, problems } from '../model/output-schemas/problems.ts'
import { deliver, scaleVault } from './a-platform.ts'
import type { Ran } from './a-shell.ts'
import { aRepository, git, isthmus, newFolder, read, write } from './a-shell.ts'

/** Commands whose `--output json` is held to no schema, and why. */
const WITHOUT: ReadonlyMap<string, string> = new Map([
  ['krm', 'reads and writes a ResourceList, as the KRM function specification says'],
  ['dashboard', 'shows pages until it is stopped: test/real'],
  ['schema', 'prints JSON Schemas as they are, and their names'],
  ['demo', 'tells a story'],
  ['completion', 'prints a script for a shell'],
])

/** Exit codes that may be. */
type Case = readonly [line: string, schema: OutputName, ...codes: readonly number[]]

/** In this order, in one repository: what is proposed first is merged and delivered before the rest. */
const BEFORE: readonly Case[] = [
  ['init ../new', 'init', 0],
  ['validate', 'findings', 0],
  ['plan', 'plan', 0],
  ['expand --check', 'expand', 2],
  ['expand --stdout', 'objects', 0],
  ['propose', 'propose', 0],
  ['pulls', 'pulls', 0],
  ['pulls show 1', 'pull', 0],
  ['pulls diff 1', 'pull-diff', 0],
  ['pulls comment 1 good', 'pull', 0],
  ['pulls merge 1', 'pull', 0],
]
const AFTER: readonly Case[] = [
  ['upgrade', 'propose', 0],
  ['upgrade --plan', 'plan', 0],
  ['gate --from ../clusters --head other', 'gate', 0],
  ['drift --from ../clusters', 'drift', 2],
  ['resolve FINGERPRINT --from ../clusters --put-back', 'resolve', 0],
  ['evaluate rendered/gdw/vault-network-cluster1.yaml --cluster ../clusters/cluster1', 'evaluate', 0],
  ['explain StatefulSet/vault/vault#/spec/replicas', 'explain', 0],
  ['explain', 'settings', 0],
  ['explain environment.spec.clusters', 'field', 0],
  ['import --from ../clusters', 'import', 0],
  ['migrate placements ../rule.yaml --inventory ../clusters.yaml', 'migrate', 0],
  ['simulate', 'cases', 0],
  ['simulate --lose us-east-1', 'survival', 0],
  ['runbook replace us-east-2', 'runbook', 0],
  ['drill --lose us-east-1 --from ../clusters', 'drill', 2],
  ['serve --once --from ../clusters', 'round', 0],
  // What it finds depends on the machine.
  ['doctor --from ../clusters', 'doctor', 0, 2],
]
/** Where the working tree has an error. */
const BROKEN: readonly Case[] = [
  ['validate', 'findings', 2],
  ['plan', 'plan', 2],
  ['expand', 'expand', 2],
  ['expand --stdout', 'objects', 2],
  ['explain', 'findings', 2],
  ['explain vault-cluster1', 'findings', 2],
  ['migrate placements --inventory ../clusters.yaml', 'findings', 2],
  ['simulate', 'findings', 2],
  ['runbook retire us-east-1', 'findings', 2],
  ['init ../never --answers bad.yaml', 'init', 2],
]

const ran = new Map<string, Ran>()
const run = async (work: string, cases: readonly Case[], about = '') => {
  for (const [line] of cases) {
    const report = ran.get('drift --from ../clusters')?.out
    const fingerprint = report === undefined ? '' : String(JSON.parse(report).drifts[0]?.fingerprint)
    const words = line.replace('FINGERPRINT', fingerprint).split(' ')
    ran.set(`${about}${line}`, await isthmus(work, ...words, '--output', 'json'))
  }
}

const SET = 'cluster.open-cluster-management.io/clusterset'
const INVENTORY = ['cluster1', 'cluster2', 'cluster3']
  .map(
    (name) =>
      `---\napiVersion: cluster.open-cluster-management.io/v1\nkind: ManagedCluster\nmetadata: { name: ${name}, labels: { name: ${name}, ${SET}: gdw } }\n`,
  )
  .join('')
const RULE = `apiVersion: apps.open-cluster-management.io/v1
kind: PlacementRule
metadata: { name: old, namespace: policies }
spec: { clusterSelector: { matchLabels: { name: cluster1 } } }
`

beforeAll(async () => {
  const { root, work, clusters } = await aRepository()
  write(root, 'clusters.yaml', INVENTORY)
  write(root, 'rule.yaml', RULE)
  await run(work, BEFORE)
  git(work, 'pull', '--quiet', '--ff-only')
  git(work, 'push', '--quiet', 'origin', 'main:other')
  await deliver(work, clusters)
  await scaleVault(clusters, 'cluster2', 1)
  await run(work, AFTER)
  write(work, 'environments/gdw.yaml', read(work, 'environments/gdw.yaml').replace('region: us-east-1', 'regoin: x'))
  write(work, 'bad.yaml', 'name: 3\n')
  await run(work, BROKEN, 'broken: ')
}, 120_000)

const broken = BROKEN.map(([line, ...rest]): Case => [`broken: ${line}`, ...rest])
const all: readonly Case[] = [...BEFORE, ...AFTER, ...broken]

describe('--output json', () => {
  test.each(all.map(([line, schema, ...codes]) => ({ line, schema, codes })))(
    '$line: $schema',
    ({ line, schema, codes }) => {
      const { out, err, code } = ran.get(line) ?? { out: '', err: 'not run', code: -1 }
      expect(codes, err).toContain(code)
      expect(problems(schema, out)).toEqual([])
    },
  )

  test('every command is here, or says why not', () => {
    const shown = new Set(all.map(([line]) => line.replace('broken: ', '').split(' ')[0]))
    expect([...COMMANDS.keys()].filter((name) => shown.has(name) === WITHOUT.has(name))).toEqual([])
  })

  test('every schema is of something', () => {
    const shown = new Set(all.map(([, schema]) => schema))
    // What goes on until it is stopped is held to its own in test/engine/server.story.test.ts.
    expect(NAMES.filter((name) => !shown.has(name))).toEqual(['listening'])
  })

  test('what failed leaves stdout empty for whoever parses it', async () => {
    const { out, code } = await isthmus(newFolder(), 'drift', '--from', 'nowhere', '--output', 'json')
    expect([out, code]).toEqual(['', 1])
  })
})
