import { describe, expect, test } from 'vitest'
import type { Drift } from '../../../../engine/model/drift.ts'
import { foldHistory } from '../../../../engine/model/history-state.ts'
import { alertsFor } from '../../../../engine/stages/life.ts'
import { driftOf, reportOf } from '../../../contracts/drift-reports.ts'

const options = { now: '2026-01-31T12:00:00Z', chats: [{ name: 'chat' }] }
const NOBODY = { manager: null, operation: null, time: null }

/** The alerts of a look that shows these, and of the next one, which shows nothing. */
function told(drifts: readonly Drift[]) {
  const first = alertsFor(foldHistory([]), reportOf(drifts), options)
  const next = alertsFor(foldHistory(first.events), reportOf([]), { ...options, now: '2026-01-31T12:10:00Z' })
  return { first, opened: first.alerts, ended: next.alerts }
}

const missing = (print: string, kind: string, namespace: string, name: string, clusters = ['cluster2']) =>
  driftOf(print, clusters, {
    object: { apiVersion: 'v1', kind, namespace, name },
    change: 'missing',
    fields: [],
    attribution: NOBODY,
  })

describe('a namespace that is gone', () => {
  const gone = [
    missing('n', 'Namespace', '', 'vault'),
    missing('a', 'StatefulSet', 'vault', 'vault'),
    missing('b', 'Service', 'vault', 'vault'),
  ]

  test('is one alert with its objects, and one at its end; every drift is recorded', () => {
    const { first, opened, ended } = told(gone)
    expect(opened.map((each) => each.title)).toEqual(['gdw: Namespace vault is missing on cluster2'])
    expect(opened[0]?.lines.join('\n')).toMatch(/2 objects in it .*Service vault\/vault, StatefulSet vault\/vault/)
    expect(first.events.filter((each) => each.type === 'opened')).toHaveLength(3)
    expect(ended.map((each) => each.title)).toEqual(['gdw: Namespace vault is as desired again on cluster2'])
  })

  test('explains nothing on another cluster, in another namespace, or of another change', () => {
    const others = [
      missing('c', 'Service', 'vault', 'vault', ['cluster1']),
      missing('d', 'Service', 'tunnel', 'x'),
      driftOf('e', ['cluster2']),
    ]
    expect(told([...gone, ...others]).opened).toHaveLength(4)
  })
})

describe('copies of what the hub holds', () => {
  const copy = (print: string, name: string, more: Partial<Drift> = {}) =>
    driftOf(print, ['cluster1', 'cluster2'], {
      object: { apiVersion: 'v1', kind: 'Secret', namespace: 'vault', name },
      desiredFrom: 'Secret pki-intermediates/vault-bootstrap-cluster1',
      fields: [],
      attribution: NOBODY,
      ...more,
    })

  test('that differ together are one alert which names the source', () => {
    const { opened, ended } = told([
      copy('a', 'platform-ca'),
      copy('b', 'vault-bootstrap-ca', { severity: 'critical' }),
    ])
    expect(opened).toHaveLength(1)
    expect(opened[0]).toMatchObject({ severity: 'critical' })
    expect(opened[0]?.title).toContain('2 copies of Secret pki-intermediates/vault-bootstrap-cluster1')
    expect(ended).toHaveLength(1)
  })

  test.each([
    ['one alone', []],
    ['one that a tool wrote', [copy('b', 'b', { attribution: { ...NOBODY, manager: 'kubectl-edit' } })]],
    ['one of another component', [copy('b', 'b', { component: 'tunnel' })]],
    ['one on other clusters', [copy('b', 'b', { clusters: ['cluster1'] })]],
  ])('are told apart: %s', (_, others) => {
    const { opened } = told([copy('a', 'platform-ca'), ...others])
    expect(opened.map((each) => each.title).filter((each) => each.includes('copies of'))).toEqual([])
    expect(opened).toHaveLength(1 + others.length)
  })
})

test('of a long text an alert shows the lines that differ', () => {
  const lines = Array.from({ length: 40 }, (_, i) => `  retry_join vault-${i}`)
  const [desired, observed] = [lines.join('\n'), lines.with(30, '  retry_join vault-x').join('\n')]
  const { opened } = told([driftOf('a', ['cluster1'], { fields: [{ pointer: '/data/vault.hcl', desired, observed }] })])
  expect(opened[0]?.lines[0]).toBe('/data/vault.hcl: lacks "retry_join vault-30", has "retry_join vault-x"')
})

test('a hub that cannot be read is not every region gone dark', () => {
  const states = { cluster1: 'unknown', cluster2: 'unknown', cluster3: 'unknown', 'local-cluster': 'unknown' } as const
  const { alerts } = alertsFor(foldHistory([]), reportOf([], states), options)
  expect(alerts.map((each) => each.title)).toEqual([
    'gdw: the hub (local-cluster) dark since 2026-01-31T12:00:00Z: nothing is known of cluster1, cluster2, cluster3',
  ])
})
