import { describe, expect, test } from 'vitest'
import { foldHistory } from '../../../../engine/model/history-state.ts'
import { alertsFor } from '../../../../engine/stages/life.ts'
import { driftOf, reportOf } from '../../../contracts/drift-reports.ts'

const shared = {
  policies: ['vault-cluster1', 'vault-cluster2'],
  templates: ['server-1', 'server-2'],
  template: 'server-1',
}
const both = driftOf('f1', ['cluster1', 'cluster2'], shared)
const options = { now: '2026-02-01T12:00:00Z', chats: [{ name: 'chat' }] }
const opened = alertsFor(
  foldHistory([]),
  reportOf([both], { cluster1: 'drifted', cluster2: 'drifted' }),
  options,
).events
const types = (report: Parameters<typeof alertsFor>[1]) =>
  alertsFor(foldHistory(opened), report, { ...options, now: '2026-02-01T13:00:00Z' }).events.map((each) => each.type)

describe('a drift that policies of several clusters share', () => {
  test('is not resolved while the template of one of them cannot be evaluated', () => {
    const blind = {
      policy: 'vault-cluster2',
      component: 'vault',
      cluster: 'cluster2',
      template: 'server-2',
      message: '',
    }
    expect(types(reportOf([], {}, { notEvaluated: [blind] }))).not.toContain('resolved')
    expect(types(reportOf([]))).toContain('resolved')
  })

  test('is carried on by what the object of one of them shows next', () => {
    const next = driftOf('f2', ['cluster2'], { policy: 'vault-cluster2', template: 'server-2' })
    const seen = types(reportOf([next], { cluster2: 'drifted' }))
    expect(seen).toContain('changed')
    expect(seen).not.toContain('opened')
  })
})
