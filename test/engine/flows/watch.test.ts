import { describe, expect, test } from 'vitest'
import type { Watched, WatchInput } from '../../../engine/flows/watch.ts'
import { watch } from '../../../engine/flows/watch.ts'
import type { DriftChange } from '../../../engine/model/drift-change.ts'
import { Failure } from '../../../engine/model/failure.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import { NOISE_RULES } from '../../../engine/model/noise-rules.ts'
import type { ClusterObservation, Observation, Source } from '../../../engine/model/observation.ts'
import type { FakeRepository } from '../../contracts/fake-repository.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { configMap, NOW, rootPolicy, template } from '../stages/judge/status-a-hub.ts'

const ADA = { name: 'Ada', email: 'ada@example.com' }
const INDEX = {
  version: '',
  environment: 'gdw',
  clusters: ['c1', 'c2'].map((name) => ({ name, cloud: 'aws', region: name })),
  policies: [{ name: 'shop', component: 'shop', stateful: false, clusters: ['c1', 'c2'], placement: 'p' }],
}
const filesFor = (level: string) => ({
  'rendered/gdw/.isthmus.json': JSON.stringify(INDEX),
  'rendered/gdw/shop.yaml': JSON.stringify(
    rootPolicy('shop', [template({ name: 'settings', objects: [configMap('settings', { level })] })]),
  ),
})

type Look = Readonly<Record<string, readonly JsonObject[] | null>> | Failure
const seen = (cluster: string, objects: readonly JsonObject[] | null): ClusterObservation =>
  objects === null
    ? { cluster, state: 'unknown', reason: 'no folder', lastSeen: null }
    : { cluster, state: 'seen', observedAt: NOW, objects, problems: [] }
const level = (value: string) => [configMap('settings', { level: value })]

/** A source that shows one look after the other, and stops the watch after the last. */
function shows(looks: readonly Look[], stop: AbortController, between: (next: number) => void): Source {
  let next = 0
  const observe = async (): Promise<Observation> => {
    const look = looks[next++]
    between(next)
    if (next >= looks.length) stop.abort()
    if (look instanceof Failure) throw look
    return {
      source: 'test',
      observedAt: NOW,
      clusters: Object.entries(look ?? {}).map(([name, each]) => seen(name, each)),
    }
  }
  return { name: 'test', observe }
}

async function follow(looks: readonly Look[], between: (next: number, repository: FakeRepository) => void = () => {}) {
  const repository = fakeRepository(filesFor('info'))
  const stop = new AbortController()
  const input: WatchInput = {
    repository,
    source: shows(looks, stop, (next) => between(next, repository)),
    components: [],
    environment: undefined,
    memory: async () => ({ firstSeen: new Map(), lastSeen: new Map() }),
    parseYaml: () => null,
    noise: NOISE_RULES,
    now: () => NOW,
    pollMs: 1,
    sleep: async () => {},
    signal: stop.signal,
  }
  const told: Watched[] = []
  for await (const each of watch(input)) told.push(each)
  return told.map(({ changes }) => changes.map(words))
}

function words(change: DriftChange): string {
  if (change.type === 'state')
    return `${change.cluster}${change.policy ? ` ${change.policy}` : ''} ${change.before ?? '?'} > ${change.after}`
  return 'drift' in change
    ? `${change.type} ${change.cluster} ${change.drift.fields.map((each) => each.observed)}`
    : change.type
}

const FINE = { c1: level('info'), c2: level('info') }
const START = ['c1 ? > inSync', 'c2 ? > inSync']

describe('following an environment', () => {
  test('tells what it finds first, then only what changes', async () => {
    const drifted = { ...FINE, c2: level('debug') }
    expect(await follow([FINE, FINE, drifted, drifted, FINE])).toEqual([
      START,
      ['c2 inSync > drifted', 'c2 shop inSync > drifted', 'drift-opened c2 debug'],
      ['c2 drifted > inSync', 'c2 shop drifted > inSync', 'drift-resolved c2 debug'],
    ])
  })

  test('a drift on a cluster that goes dark is neither resolved nor opened again', async () => {
    const drifted = { ...FINE, c2: level('debug') }
    expect(await follow([drifted, { ...FINE, c2: null }, drifted])).toEqual([
      ['c1 ? > inSync', 'c2 ? > drifted', 'c2 shop ? > drifted', 'drift-opened c2 debug'],
      ['c2 drifted > unknown'],
      ['c2 unknown > drifted', 'c2 shop unknown > drifted'],
    ])
  })

  test('a look that fails makes everything unknown, and the next one is taken all the same', async () => {
    const failure = new Failure('directory/missing', 'the folder is gone', { hint: 'put it back' })
    expect(await follow([FINE, failure, FINE])).toEqual([
      START,
      ['c1 inSync > unknown', 'c2 inSync > unknown'],
      ['c1 unknown > inSync', 'c2 unknown > inSync', 'c1 shop unknown > inSync', 'c2 shop unknown > inSync'],
    ])
    await expect(follow([failure])).rejects.toBe(failure)
  })

  test('what is merged meanwhile is what the next look is judged by', async () => {
    const told = await follow([FINE, FINE, FINE], (next, repository) => {
      if (next === 1) repository.commitAs(ADA, 'main', filesFor('warn'))
    })
    expect(told[1]).toContain('drift-opened c1 info')
  })

  test('nothing is kept of looks that show nothing new', async () => {
    const many = Array.from({ length: 200 }, () => FINE)
    expect(await follow(many)).toEqual([START])
  })
})
