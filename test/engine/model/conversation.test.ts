import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRecorded, readTickRecord, saidOn, tickRecord } from '../../../engine/model/conversation.ts'
import { markerOf } from '../../../engine/model/forge.ts'
import type { Remark } from '../../../engine/model/way-out.ts'

const at = '2026-03-04T12:00:00Z'
const tick = { by: 'ada', at, item: 'adopt 0123456789abcdef: x' }
const remark = (change: Partial<Remark>): Remark => ({
  by: 'isthmus',
  at,
  text: tickRecord(tick),
  isOurs: true,
  isEdited: false,
  ...change,
})
const proposal = { number: 2, state: 'open' as const, body: `- [x] ${tick.item}\n- [ ] other\n` }
const everybody = async () => true

test('a record says who ticked what, whatever the names hold, and nothing in it passes for a marker', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (by, item) => {
      const text = tickRecord({ by, at, item })
      expect(readTickRecord(text)).toEqual({ by, at, item })
      expect(markerOf(text)).toBeUndefined()
    }),
    { numRuns: 30 },
  )
  expect(markerOf(tickRecord({ ...tick, item: '<!-- isthmus:drift/gdw -->' }))).toBeUndefined()
  for (const text of ['', '<!-- isthmus-tick:x -->', '<!-- isthmus-tick:e30 -->'])
    expect(readTickRecord(text)).toBeUndefined()
})

test.each<[string, readonly Remark[], number]>([
  ['a record of ours counts', [remark({})], 1],
  ['one that somebody edited does not', [remark({ isEdited: true })], 0],
  ['nor one that somebody wrote like ours', [remark({ by: 'eve', isOurs: false })], 0],
  ['nor one of a box that is not ticked any more', [remark({ text: tickRecord({ ...tick, item: 'other' }) })], 0],
])('%s', async (_, remarks, count) => {
  const said = await saidOn(proposal, remarks, everybody)
  expect(said.ticks).toHaveLength(count)
  expect(said.unsigned).toEqual(count === 1 ? [] : [tick.item])
})

test('each person who wants something is asked about once, and nobody else', async () => {
  const asked: string[] = []
  const remarks = [
    remark({}),
    remark({ by: 'eve', isOurs: false, text: '/isthmus adopt 0123' }),
    remark({ by: 'eve', isOurs: false, text: 'please\n/isthmus adopt 0124' }),
    remark({ by: 'bob', isOurs: false, text: 'see /isthmus' }),
    remark({ text: 'done' }),
  ]
  const said = await saidOn(proposal, remarks, async (person) => asked.push(person) > 0 && person === 'ada')
  expect(asked).toEqual(['ada', 'eve'])
  expect(said.ticks).toEqual([{ ...tick, mayWrite: true }])
  expect(said.comments.map((each) => [each.by, each.mayWrite])).toEqual([
    ['eve', false],
    ['eve', false],
    ['isthmus', true],
  ])
})

test('a tick is known once somebody recorded it for that person', () => {
  expect(isRecorded([remark({})], { ...tick, at: '2026-03-05T12:00:00Z' })).toBe(true)
  expect(isRecorded([remark({})], { ...tick, by: 'bob' })).toBe(false)
  expect(isRecorded([remark({ isOurs: false })], tick)).toBe(false)
})
