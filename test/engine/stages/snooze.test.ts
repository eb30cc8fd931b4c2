import { expect, test } from 'vitest'
import type { Proposal } from '../../../engine/model/forge.ts'
import { stampedBody, withdrawStamp } from '../../../engine/model/forge.ts'
import { recordOf } from '../../../engine/model/history.ts'
import { foldHistory, isQuiet } from '../../../engine/model/history-state.ts'
import { driftProposal } from '../../../engine/stages/report/drift-sheets.ts'
import { snoozes } from '../../../engine/stages/snooze.ts'
import { driftOf, reportOf } from '../../contracts/drift-reports.ts'

const drift = driftOf('c0ffee00c0ffee00', ['cluster1'])
const draft = driftProposal(reportOf([drift]), 'main')
const closed: Proposal = {
  ...draft,
  body: stampedBody(draft),
  number: 7,
  state: 'closed',
  url: 'file:///7',
  endedAt: '2026-02-01T12:00:00Z',
}
const none = foldHistory([])

test('a report that a person closed keeps exactly its values quiet for its days', () => {
  const events = snoozes(none, 'gdw', closed, 30, '2026-02-01T12:01:00Z')
  expect(events).toMatchObject([{ type: 'acknowledged', by: 'closing of #7', until: '2026-03-03T12:00:00Z' }])
  const state = foldHistory(events)
  expect(isQuiet(state, recordOf(drift), '2026-03-03T11:00:00Z')).toBe(true)
  expect(isQuiet(state, recordOf(drift), '2026-03-03T13:00:00Z')).toBe(false)
  const other = driftOf(drift.fingerprint, ['cluster1'], {
    fields: [{ pointer: '/spec/replicas', desired: 3, observed: 1 }],
  })
  expect(isQuiet(state, recordOf(other), '2026-02-02T00:00:00Z')).toBe(false)
  expect(snoozes(state, 'gdw', closed, 30, '2026-02-01T12:01:00Z')).toEqual([])
})

test.each<[string, Proposal]>([
  ['open', { ...closed, state: 'open' }],
  ['merged', { ...closed, state: 'merged' }],
  ['closed by us', { ...closed, body: withdrawStamp(closed.body) }],
  ['emptied by a person', { ...closed, body: '' }],
])('one that is %s quiets nothing', (_, proposal) => {
  expect(snoozes(none, 'gdw', proposal, 30, '2026-02-01T12:01:00Z')).toEqual([])
})

test('one whose days are over is not recorded again', () => {
  expect(snoozes(none, 'gdw', closed, 30, '2026-03-03T11:59:59Z')).toHaveLength(1)
  expect(snoozes(none, 'gdw', closed, 30, '2026-03-03T12:00:00Z')).toEqual([])
})
