import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deliveredObjects } from '../../../engine/commands/demo/clusters.ts'
import { expandAll } from '../../../engine/flows/expand-all.ts'
import { textAt } from '../../../engine/model/json.ts'
import { pluralOf } from '../../../engine/model/resources.ts'
import { renderedOf } from '../../../engine/stages/read-rendered.ts'
import { components } from '../../../policies/index.ts'
import type { KubeServer } from '../adapters/cluster/a-kube-server.ts'
import { aKubeconfig, aKubeServer } from '../adapters/cluster/a-kube-server.ts'
import { isthmus, newFolder, read } from './a-shell.ts'

const CLUSTERS = ['cluster1', 'cluster2', 'cluster3', 'local-cluster']
const servers = new Map<string, KubeServer>()
let kubeconfig: string

/** The reference as RHACM would leave it on four API servers. */
beforeAll(async () => {
  const files = ['environments/gdw.yaml', 'placements/gdw.yaml'].map((path) => ({
    path,
    text: readFileSync(path, 'utf8'),
  }))
  const [reference] = expandAll({ files, findings: [] }, components).environments
  if (!reference) throw new Error('the reference does not expand')
  for (const cluster of CLUSTERS) {
    const server = await aKubeServer()
    servers.set(cluster, server)
    for (const object of deliveredObjects(renderedOf(reference.plan), cluster, '2026-03-04T12:00:00Z')) {
      const version = textAt(object, 'apiVersion') ?? ''
      const namespace = textAt(object, 'metadata', 'namespace')
      const place = namespace === undefined ? '' : `/namespaces/${namespace}`
      server.put(
        `${version === 'v1' ? '/api' : '/apis'}/${version}${place}/${pluralOf(textAt(object, 'kind') ?? '')}`,
        object,
      )
    }
  }
  kubeconfig = aKubeconfig(Object.fromEntries([...servers].map(([name, { url }]) => [name, url])))
})
afterAll(async () => void (await Promise.all([...servers.values()].map((each) => each.close()))))

test('contexts are enough to describe the platform: clusters, networks, quorums, and nearly every field', async () => {
  const target = join(newFolder(), 'platform')
  const contexts = CLUSTERS.slice(0, 3).flatMap((name) => ['--context', `${name}=${name}`])
  const from = ['--from', 'contexts', '--kubeconfig', kubeconfig, ...contexts]
  const ran = await isthmus(newFolder(), 'import', ...from, '--into', target)
  expect(ran.code).toBe(0)
  const environment = read(target, 'environments/gdw.yaml')
  for (const words of ['cluster1', 'cluster2', 'cluster3', '10.132.0.0/14', '172.30.0.0/16'])
    expect(environment).toContain(words)
  expect(ran.out).toContain('Vault vault/vault: 9 members over 3 region(s)')
  expect(Number(/([\d.]+) % of \d+ fields explained/.exec(ran.out)?.[1])).toBeGreaterThan(95)
  // What no object could tell is said to be guessed.
  expect(ran.out).toContain('guessed: cluster1: machines network')
  expect((await isthmus(target, 'expand', '--quiet')).code).toBe(0)
})

test('the servers were only read', () => {
  for (const { requests } of servers.values()) expect(requests.filter((each) => !each.startsWith('GET '))).toEqual([])
})
