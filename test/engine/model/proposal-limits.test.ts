import { expect, test } from 'vitest'
import { anHourBefore, BESIDE_LIMITS, limitFor, limitText } from '../../../engine/model/proposal-limits.ts'
import type { OpenProposal } from '../../../engine/model/review.ts'

const now = '2026-01-31T12:00:00Z'
const limits = { openProposals: 3, newProposalsPerHour: 2 }
const at = (clock: string, change: Partial<OpenProposal> = {}): OpenProposal => ({
  marker: 'x',
  number: 1,
  url: 'u',
  createdAt: `2026-01-31T${clock}:00Z`,
  ...change,
})
const ended = { endedAt: '2026-01-31T11:59:00Z' }
const beside = { labels: ['isthmus', BESIDE_LIMITS] }

test.each<[string, readonly OpenProposal[], object | undefined]>([
  ['nothing there', [], undefined],
  ['two old ones', [at('08:00'), at('09:00')], undefined],
  ['as many as may be open', [at('07:00'), at('08:00'), at('09:00')], { limit: 'openProposals', most: 3 }],
  ['many that ended long ago', Array.from({ length: 9 }, () => at('08:00', ended)), undefined],
  [
    'two within the hour',
    [at('11:10'), at('11:30')],
    { limit: 'newProposalsPerHour', most: 2, until: '2026-01-31T12:10:00Z' },
  ],
  [
    'two within the hour, both withdrawn: coming and going counts',
    [at('11:10', ended), at('11:30', ended)],
    { limit: 'newProposalsPerHour', most: 2, until: '2026-01-31T12:10:00Z' },
  ],
  [
    'three within the hour: the second youngest decides',
    [at('11:50', ended), at('11:10', ended), at('11:30', ended)],
    { limit: 'newProposalsPerHour', most: 2, until: '2026-01-31T12:30:00Z' },
  ],
  ['exactly an hour ago', [at('11:00'), at('11:30')], undefined],
  ['critical ones beside', [at('11:10', beside), at('11:30', beside), at('11:40', beside), at('11:50')], undefined],
])('%s', (_, proposals, limited) => {
  expect(limitFor(proposals, limits, now)).toEqual(limited)
})

test('a limit is named as it is written in isthmus.yaml, with when it goes on', () => {
  expect(anHourBefore(now)).toBe('2026-01-31T11:00:00Z')
  expect(limitText({ limit: 'newProposalsPerHour', most: 2, until: now })).toMatch(/limits\.newProposalsPerHour.*12:00/)
  expect(limitText({ limit: 'openProposals', most: 3 })).toMatch(/limits\.openProposals.*merged or closed/)
})
