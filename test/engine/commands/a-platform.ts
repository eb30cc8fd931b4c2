import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { deliveredObjects, editObject, writeCluster } from '../../../engine/commands/demo/clusters.ts'
import { changedBy } from '../../../engine/commands/demo/managed-fields.ts'
import { readRendered } from '../../../engine/stages/read-rendered.ts'
import { aRepository, git, isthmus, newFolder, read } from './a-shell.ts'

/** The clusters of the reference, as folders of a snapshot. */
export const CLUSTERS = ['cluster1', 'cluster2', 'cluster3', 'local-cluster']
export const NOON = '2026-03-04T12:00:00Z'

/** What `drift --output json` promises, as far as tests read it. */
export interface DriftJson {
  readonly environment: string
  readonly summary: Record<string, number>
  readonly clusters: readonly { name: string; state: string; lastSeen: string | null }[]
  readonly drifts: readonly {
    fingerprint: string
    policy: string
    component: string
    clusters: string[]
    object: { kind: string; name: string }
    change: string
    fields: { pointer: string; desired: unknown; observed: unknown }[]
    patch?: unknown
    attribution: { manager: string; operation: string; time: string }
    firstSeen: string
    lastSeen: string
    source: { file: string; line: number }
  }[]
  readonly findings?: readonly unknown[]
}

/** Makes copies of a merged reference with three healthy clusters beside it. */
export async function platformMaker(): Promise<() => { work: string; clusters: string; root: string }> {
  const { root: template, work, clusters } = await aRepository()
  await isthmus(work, 'propose')
  await isthmus(work, 'pulls', 'merge', '1', '--as', 'Grace <grace@example.com>')
  git(work, 'pull', '--quiet', '--ff-only')
  await deliver(work, clusters)
  return () => {
    const root = newFolder()
    cpSync(template, root, { recursive: true })
    return { root, work: join(root, 'work'), clusters: join(root, 'clusters') }
  }
}

/** The clusters as RHACM would leave them once what is checked out in `work` has arrived. */
export async function deliver(work: string, clusters: string): Promise<void> {
  const files = new Map(
    readdirSync(join(work, 'rendered/gdw')).map((file) => [`rendered/gdw/${file}`, read(work, `rendered/gdw/${file}`)]),
  )
  const { rendered } = readRendered('gdw', files)
  for (const cluster of CLUSTERS) await writeCluster(clusters, cluster, deliveredObjects(rendered, cluster, NOON))
}

export async function driftOf(
  work: string,
  clusters: string,
  ...more: string[]
): Promise<{ code: number; report: DriftJson; err: string }> {
  const { code, out, err } = await isthmus(work, 'drift', '--from', clusters, '--output', 'json', ...more)
  return { code, report: JSON.parse(out) as DriftJson, err }
}

export async function scaleVault(clusters: string, cluster: string, replicas: number): Promise<void> {
  await editObject(clusters, cluster, 'StatefulSet vault/vault', (object) =>
    changedBy('kubectl', '2026-03-04T11:59:00Z', object, ['spec', 'replicas'], replicas),
  )
}

export async function pulls(
  work: string,
): Promise<readonly { number: number; state: string; title: string; body: string }[]> {
  const { out } = await isthmus(work, 'pulls', '--output', 'json')
  return (JSON.parse(out) as { pulls: { number: number; state: string; title: string; body: string }[] }).pulls
}
