import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ProposalDraft } from '../../../engine/model/forge.ts'
import {
  carryTicks,
  markerComment,
  markerOf,
  readStamp,
  stampedBody,
  stampOf,
  taskItems,
  tickItem,
  withdrawStamp,
} from '../../../engine/model/forge.ts'

const draft: ProposalDraft = {
  marker: 'drift/gdw',
  branch: 'b',
  base: 'main',
  title: 't',
  body: 'text',
  labels: ['a', 'b'],
}

test('the stamp covers title, body and labels in any order, or the identity alone', () => {
  const stamp = stampOf(draft)
  expect(stampOf({ ...draft, labels: ['b', 'a'], branch: 'other' })).toBe(stamp)
  for (const change of [{ title: 'x' }, { body: 'x' }, { labels: ['a'] }])
    expect(stampOf({ ...draft, ...change })).not.toBe(stamp)
  const told = { ...draft, identity: 'f1' }
  expect(stampOf({ ...told, body: 'later' })).toBe(stampOf(told))
  expect(stampOf({ ...told, identity: 'f2' })).not.toBe(stampOf(told))
})

test('marker and stamp are found again whatever the text quotes, and whatever a person adds below', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom(
      markerComment('change/x'),
      stampedBody({ ...draft, marker: 'x/y' }),
      withdrawStamp(stampedBody(draft)),
    ),
  )
  fc.assert(
    fc.property(fc.array(text), fc.string(), (parts, added) => {
      const given = { ...draft, body: parts.join('\n') }
      const body = `${stampedBody(given)}${added.replaceAll('<', '')}`
      expect(markerOf(body)).toBe('drift/gdw')
      expect(readStamp(body)).toBe(stampOf(given))
      expect(readStamp(withdrawStamp(body))).toBeUndefined()
      expect(markerOf(withdrawStamp(body))).toBe('drift/gdw')
    }),
  )
})

test.each(['', 'a b', 'x-->', 'A', '/x', 'x/', '<!--'])('%j cannot be a marker', (marker) => {
  expect(() => markerComment(marker)).toThrow('not a marker')
})

const body = [
  '- [ ] one',
  '* [x] two',
  '  - [X] three  ',
  '- [] no',
  '-[ ] no',
  '```',
  '- [ ] code',
  '```',
  '~~~~',
  '- [ ] code',
  '~~~',
  '- [ ] code',
  '~~~~',
  '+ [ ] four',
].join('\n')

test('boxes are found in order, those in code are text', () => {
  expect(taskItems(body).map((each) => [each.text, each.isTicked])).toEqual([
    ['one', false],
    ['two', true],
    ['three', true],
    ['four', false],
  ])
})

test('ticking one box changes one character', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `- [ ] ${text}`),
        ),
      ),
      fc.nat(),
      (lines, which) => {
        const text = lines.join('\n')
        const items = taskItems(text)
        const item = items[which % Math.max(1, items.length)]
        if (!item || item.isTicked) return
        const ticked = tickItem(text, item)
        expect([...ticked].filter((each, i) => each !== [...text][i])).toEqual(['x'])
        expect(taskItems(ticked).filter((each) => each.isTicked)).toHaveLength(
          items.filter((each) => each.isTicked).length + 1,
        )
      },
    ),
  )
})

test('ticks are carried by text, and nothing else is', () => {
  expect(carryTicks('- [x] a\n- [ ] b\n- [x] gone', '- [ ] b\n- [ ] a\nnew - [ ] a')).toBe(
    '- [ ] b\n- [x] a\nnew - [ ] a',
  )
  expect(carryTicks('', '- [x] a')).toBe('- [x] a')
})
