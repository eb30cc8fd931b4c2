import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { DriftReport } from '../../engine/model/drift.ts'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../engine/model/json.ts'
import type { ClusterObservation, HubObservation } from '../../engine/model/observation.ts'
import type { Rendered } from '../../engine/model/rendered.ts'
import { compare } from '../../engine/stages/compare.ts'
import { judge } from '../../engine/stages/judge.ts'
import { readHub } from '../../engine/stages/read-hub.ts'

const FOLDER = new URL('../../../shared/conformance/hub/', import.meta.url)
const NAMESPACE = 'isthmus-gdw'
const CLUSTERS = ['cluster1', 'cluster2', 'cluster3']
const NOW = '2026-11-22T14:20:00Z'

function recorded(name: string): readonly JsonObject[] {
  const read = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Json
  return listAt(read, 'items').filter(isObject)
}

const place = (each: JsonObject) => textAt(each, 'metadata', 'namespace') ?? ''
const nameOf = (each: JsonObject) => textAt(each, 'metadata', 'name') ?? ''

/** What was merged: the root Policies and placements as they were applied, without what the hub added to them. */
function merged(hub: readonly JsonObject[]): Rendered {
  const applied = (each: JsonObject): JsonObject => {
    const { status: _, ...rest } = each
    return rest
  }
  const own = hub.filter((each) => place(each) === NAMESPACE).map(applied)
  return {
    environment: 'gdw',
    version: '',
    clusters: CLUSTERS.map((name) => ({ name, cloud: 'aws', region: name })),
    policies: own
      .filter((each) => each.kind === 'Policy')
      .map((object) => ({
        name: nameOf(object),
        component: nameOf(object),
        stateful: false,
        clusters: CLUSTERS,
        object,
        file: `rendered/gdw/${nameOf(object)}.yaml`,
      })),
    others: own.filter((each) => each.kind !== 'Policy'),
  }
}

function reportOf(objects: readonly JsonObject[], clusters: readonly ClusterObservation[]): DriftReport {
  const listed = [...new Set(objects.map((each) => String(each.kind)))]
  const hub: HubObservation = { objects, listed, shortfalls: [], asOf: NOW }
  const observation = readHub({ source: 'recording', observedAt: NOW, clusters, hub }, NAMESPACE)
  return judge({
    rendered: merged(recorded('hub')),
    observation,
    compare: (template, seen) => compare(template, seen, { server: 'live' }),
    sourceOf: () => ({ file: 'environments/gdw.yaml', line: 1 }),
    memory: { firstSeen: new Map(), lastSeen: new Map() },
  })
}

const unseen = (cluster: string): ClusterObservation => ({ cluster, state: 'unknown', reason: '', lastSeen: null })
const seen = (cluster: string): ClusterObservation => {
  return { cluster, state: 'seen', observedAt: NOW, objects: recorded(cluster), problems: [] }
}

/** The table of the recording's README. */
const TABLE = {
  cluster1: { tunnel: 'inSync', vault: 'drifted', health: 'pending', broken: 'error' },
  cluster2: { tunnel: 'reverted', vault: 'drifted', health: 'pending', broken: 'error' },
  cluster3: { tunnel: 'unknown', vault: 'unknown', health: 'unknown', broken: 'unknown' },
}

function tableOf(report: DriftReport): Json {
  const stateOf = (cluster: string, policy: string) =>
    report.policies?.find((each) => each.cluster === cluster && each.policy === policy)?.state ?? 'inSync'
  const row = (cluster: string) =>
    Object.fromEntries(['tunnel', 'vault', 'health', 'broken'].map((policy) => [policy, stateOf(cluster, policy)]))
  return Object.fromEntries(CLUSTERS.map((cluster) => [cluster, row(cluster)]))
}

const shownDrifts = (report: DriftReport) =>
  report.drifts
    .flatMap((drift) =>
      drift.clusters.map((cluster) => ({
        on: `${cluster} ${drift.policy} ${drift.change} ${drift.object.kind} ${drift.object.namespace}/${drift.object.name}`,
        fields: drift.fields.map((each) => [each.pointer, each.desired, each.observed]),
        by: [drift.attribution.manager, drift.attribution.time],
      })),
    )
    .sort((a, b) => (a.on < b.on ? -1 : 1))

describe.skipIf(!existsSync(FOLDER))('a recorded hub (skipped where the recording is not beside the project)', () => {
  test('hub and members together: the table, with fields and managers', () => {
    const report = reportOf(recorded('hub'), [seen('cluster1'), seen('cluster2'), unseen('cluster3')])
    expect(tableOf(report)).toEqual(TABLE)
    expect(report.summary).toEqual({
      inSync: 0,
      drifted: 0,
      reverted: 0,
      unknown: 1,
      pending: 0,
      notRolledOut: 0,
      error: 2,
    })
    expect(shownDrifts(report)).toEqual([
      {
        on: 'cluster1 vault different StatefulSet vault/vault',
        fields: [['/spec/replicas', 3, 2]],
        by: ['kubectl', null],
      },
      {
        on: 'cluster2 vault different ConfigMap vault/vault-config',
        fields: [['/data/log_level', null, 'debug']],
        by: ['hotfix-script', '2026-11-22T14:14:43Z'],
      },
      expect.objectContaining({ on: 'cluster2 vault unexpected Pod vault/debug' }),
    ])
    const reverted = report.policies?.filter((each) => each.reverted)
    expect(reverted).toMatchObject([
      { policy: 'tunnel', cluster: 'cluster2', reverted: { times: 1, last: '2026-11-22T14:14:43Z' } },
    ])
    expect(report.clusters.find((each) => each.name === 'cluster3')).toMatchObject({ state: 'unknown', lastSeen: null })
    expect(report.undelivered).toEqual([])
  })

  test('the hub alone: the same table, but neither fields nor managers, which no status carries', () => {
    const report = reportOf(recorded('hub'), CLUSTERS.map(unseen))
    expect(tableOf(report)).toEqual(TABLE)
    expect(shownDrifts(report)).toEqual(
      [
        'cluster1 vault different StatefulSet vault/vault',
        'cluster2 vault different ConfigMap vault/vault-config',
        'cluster2 vault unexpected Pod vault/debug',
      ].map((on) => ({ on, fields: [], by: [null, null] })),
    )
  })

  test('the watch stream, event by event, ends in the same report', () => {
    const events = readFileSync(new URL('watch.jsonl', FOLDER), 'utf8').trim().split('\n')
    const objects = new Map(recorded('hub').flatMap((each) => (each.kind === 'Policy' ? [] : [[keyOf(each), each]])))
    const states = new Set<string>()
    const last = events.map((line) => {
      const event = JSON.parse(line) as Json
      const object = at(event, 'object')
      if (isObject(object)) objects.set(keyOf(object), object)
      const report = reportOf([...objects.values()], CLUSTERS.map(unseen))
      for (const each of report.policies ?? []) states.add(`${each.cluster} ${each.policy} ${each.state}`)
      return report
    })
    expect(last.at(-1)).toEqual(reportOf(recorded('hub'), CLUSTERS.map(unseen)))
    // The short flap of the tunnel made the vault pending for a moment.
    expect(states).toContain('cluster2 vault pending')
    expect(states).toContain('cluster1 vault drifted')
  })
})

function keyOf(each: JsonObject): string {
  return `${String(each.kind)} ${place(each)}/${nameOf(each)}`
}
