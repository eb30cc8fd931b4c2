import { describe, expect, test } from 'vitest'
import type { LoadedDocument } from '../../../engine/model/document.ts'
import type { Drift } from '../../../engine/model/drift.ts'
import type { Exception } from '../../../engine/model/exception.ts'
import { applyExceptions } from '../../../engine/stages/ignore.ts'
import { load } from '../../../engine/stages/load.ts'
import { exceptionsFor, overridesFor } from '../../../engine/stages/ways-out/documents.ts'
import { aDrift, aReport } from '../flows/ways-out/a-work.ts'

const TERMS = { environment: 'gdw', until: '2026-03-10', because: 'load test', owner: 'Ada' }
const SEEN = [{ policy: 'vault-cluster1', clusters: ['cluster1'] }]
const two = aDrift({ policies: ['vault-cluster1', 'vault-cluster2'], clusters: ['cluster1', 'cluster2'] })

function sourced(value: Exception): { value: Exception; document: LoadedDocument } {
  const [document] = load([{ path: 'exceptions/x.yaml', text: JSON.stringify(value) }]).documents
  if (!document) throw new Error('no document')
  return { value, document }
}

function exception(change: Partial<Exception['spec']> = {}) {
  const [made] = exceptionsFor(aDrift(), SEEN, TERMS)
  if (!made) throw new Error('no exception')
  return sourced({ ...made, spec: { ...made.spec, ...change } })
}

function look(drifts: readonly Drift[]) {
  const report = aReport('gdw', drifts)
  const state = (name: string) => ({
    name,
    state: drifts.some((each) => each.clusters.includes(name)) ? ('drifted' as const) : ('inSync' as const),
    lastSeen: report.observedAt,
  })
  const clusters = ['cluster1', 'cluster2'].map(state)
  const drifted = clusters.filter((each) => each.state === 'drifted').length
  return { ...report, clusters, summary: { ...report.summary, drifted, inSync: 2 - drifted } }
}

describe('an exception covers', () => {
  test('exactly what it was written for: listed with reason and end, and not counted', () => {
    const report = applyExceptions(look([aDrift()]), [exception()])
    expect(report.drifts).toEqual([])
    expect(report.excepted).toEqual([
      {
        drift: aDrift(),
        exception: 'vault-cluster1-01234567',
        until: '2026-03-10',
        because: 'load test',
        owner: 'Ada',
        source: { file: 'exceptions/x.yaml', line: 1 },
      },
    ])
    expect(report.summary).toMatchObject({ drifted: 0, inSync: 2 })
    expect(report.clusters.map((each) => each.state)).toEqual(['inSync', 'inSync'])
  })

  test('its own clusters only: the others keep the drift', () => {
    const report = applyExceptions(look([two]), [exception()])
    expect(report.drifts.map((each) => each.clusters)).toEqual([['cluster2']])
    expect(report.excepted?.map((each) => each.drift.clusters)).toEqual([['cluster1']])
    expect(report.summary).toMatchObject({ drifted: 1, inSync: 1 })
  })

  test.each<[string, Partial<Exception['spec']>]>([
    ['any value, where it names none', { value: undefined as never }],
    ['all below a pointer', { value: undefined as never, pointers: ['/spec'] }],
    ['the whole object, where it names no fields', { value: undefined as never, pointers: undefined as never }],
  ])('%s', (_, change) => {
    expect(applyExceptions(look([aDrift()]), [exception(change)]).drifts).toEqual([])
  })
})

describe('several exceptions cover a drift together', () => {
  const fields = [...aDrift().fields, { pointer: '/spec/x', desired: 1, observed: 2 }]
  const unbound = { value: undefined as never }
  const other = { ...unbound, pointers: ['/spec/x'], until: '2026-03-08', because: 'the other field' }

  test('each its own fields, until the first of them ends', () => {
    const report = applyExceptions(look([aDrift({ fields })]), [exception(unbound), exception(other)])
    expect(report.drifts).toEqual([])
    expect(report.excepted).toMatchObject([{ until: '2026-03-08', because: 'the other field' }])
    expect(report.summary).toMatchObject({ drifted: 0, inSync: 2 })
  })

  test('only where all of them hold: on their clusters, through their days', () => {
    const drift = aDrift({ ...two, fields })
    const everywhere = { ...unbound, clusters: ['cluster1', 'cluster2'] }
    const report = applyExceptions(look([drift]), [exception(everywhere), exception(other)])
    expect(report.drifts.map((each) => each.clusters)).toEqual([['cluster2']])
    expect(report.excepted?.map((each) => each.drift.clusters)).toEqual([['cluster1']])
    const over = exception({ ...other, until: '2026-01-01' })
    expect(applyExceptions(look([drift]), [exception(everywhere), over]).drifts).toEqual([drift])
  })

  test('but not where one of them is of a value that it saw as a whole', () => {
    expect(applyExceptions(look([aDrift({ fields })]), [exception(), exception(other)]).drifts).toHaveLength(1)
  })
})

describe('an exception does not cover', () => {
  test.each<[string, Partial<Drift>, Partial<Exception['spec']>]>([
    ['another value', { fields: [{ pointer: '/spec/replicas', desired: 3, observed: 1 }] }, {}],
    [
      'another field beside its own',
      { fields: [...aDrift().fields, { pointer: '/spec/x', desired: 1, observed: 2 }] },
      { value: undefined as never },
    ],
    ['a pointer that only begins alike', {}, { value: undefined as never, pointers: ['/spec/rep'] }],
    ['a missing object, where it names fields', { change: 'missing', fields: [] }, { value: undefined as never }],
    [
      'another object',
      {},
      { object: { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'other', name: 'vault' } },
    ],
    ['another policy', {}, { policy: 'other' }],
    ['another environment', {}, { environment: 'other' }],
    ['another cluster', {}, { clusters: ['cluster2'] }],
    ['what shows after its last day', {}, { until: '2026-03-03' }],
  ])('%s', (_, drift, spec) => {
    const given = look([aDrift(drift)])
    expect(applyExceptions(given, [exception(spec)])).toEqual(given)
  })
})

test.each([
  ['pending', 'pending'],
  ['unknown', 'unknown'],
  [undefined, 'inSync'],
] as const)('a cluster whose drifts are all covered is no more than what it is beside them (%s)', (beside, state) => {
  const given = look([aDrift()])
  const more = beside === undefined ? {} : { beside }
  const of = { policy: 'vault-cluster1', component: 'vault', cluster: 'cluster1' }
  const report = applyExceptions(
    {
      ...given,
      clusters: given.clusters.map((each) => (each.name === 'cluster1' ? { ...each, ...more } : each)),
      policies: [{ ...of, state: 'drifted', ...more }],
    },
    [exception()],
  )
  expect(report.clusters.map((each) => each.state)).toEqual([state, 'inSync'])
  expect(report.summary).toMatchObject({
    drifted: 0,
    inSync: state === 'inSync' ? 2 : 1,
    ...(beside && { [beside]: 1 }),
  })
  expect(report.policies).toEqual(state === 'inSync' ? [] : [{ ...of, state }])
})

test('only what is drifted is cleared: a cluster in error stays in error', () => {
  const given = look([aDrift()])
  const clusters = given.clusters.map((each) => ({ ...each, state: 'error' as const }))
  const summary = { ...given.summary, drifted: 0, inSync: 0, error: 2 }
  const report = applyExceptions({ ...given, clusters, summary }, [exception()])
  expect([report.clusters.map((each) => each.state), report.summary.error]).toEqual([['error', 'error'], 2])
})

test('a policy that has another drift on the cluster stays drifted', () => {
  const other = aDrift({ fingerprint: 'beef', object: { ...aDrift().object, name: 'other' } })
  const of = { policy: 'vault-cluster1', component: 'vault', cluster: 'cluster1', state: 'drifted' as const }
  const report = applyExceptions({ ...look([aDrift(), other]), policies: [of] }, [exception()])
  expect([report.policies, report.drifts]).toEqual([[of], [other]])
})

test('what is wrong with exceptions is told with the report, covered or not', () => {
  const wrong = { rule: 'x', severity: 'warning', message: 'm', hint: 'h', file: 'f', line: 1, column: 1 } as const
  expect(applyExceptions(look([aDrift()]), [exception()], [wrong]).findings).toEqual([wrong])
  expect(applyExceptions(look([aDrift()]), [], [wrong]).findings).toEqual([wrong])
  expect(applyExceptions(look([aDrift()]), [exception()])).not.toHaveProperty('findings')
})

test('on its last day it still holds', () => {
  expect(applyExceptions(look([aDrift()]), [exception({ until: '2026-03-04' })]).drifts).toEqual([])
})

test('names are such that Kubernetes takes them, whatever the policy is called', () => {
  const name = `${'x'.repeat(80)}.Y_z`
  const [made] = overridesFor(aDrift(), [{ policy: name, clusters: ['cluster1'] }], TERMS)
  expect(made?.metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)
})
