import { expect, test } from 'vitest'
import type { Said } from '../../../../engine/model/way-out.ts'
import { answerKey, answersIn, answerText, requestsIn } from '../../../../engine/stages/ways-out/requests.ts'

const ID = '0123456789abcdef'
const at = (minute: number) => `2026-03-04T12:0${minute}:00Z`
const said = (change: Partial<Said>): Said => ({
  number: 2,
  state: 'open',
  ticks: [],
  unsigned: [],
  comments: [],
  ...change,
})
const comment = (by: string, minute: number, text: string, isOurs = false) => ({
  by,
  at: at(minute),
  text,
  isOurs,
  isEdited: false,
  mayWrite: true,
})

test('the same way out of the same drift is one request: the last word counts, and all who asked are known', () => {
  const { requests } = requestsIn(
    said({
      ticks: [
        { by: 'Ada', at: at(3), item: `enforce here ${ID}: …`, mayWrite: true },
        { by: 'Ada', at: at(1), item: 'other box', mayWrite: true },
      ],
      comments: [
        comment('Bob', 1, `/isthmus enforce-here ${ID} until 2026-04-01`),
        comment('Cem', 2, `/isthmus adopt ${ID}`),
      ],
    }),
  )
  expect(requests).toEqual([
    {
      way: 'enforce-here',
      fingerprint: ID,
      until: '2026-03-11',
      by: 'Ada',
      at: at(3),
      where: 'tick on #2',
      askers: ['Bob', 'Ada'],
    },
    { way: 'adopt', fingerprint: ID, by: 'Cem', at: at(2), where: 'comment on #2', askers: ['Cem'] },
  ])
})

test('what we wrote ourselves asks for nothing, and what others wrote answers nothing', () => {
  const key = answerKey(['adopt', ID], 'done')
  const mine = said({ comments: [comment('isthmus', 1, answerText(key, `/isthmus adopt ${ID}`), true)] })
  expect(requestsIn(mine)).toEqual({ requests: [], refusals: [] })
  expect([...answersIn(mine)]).toEqual([key])
  expect([...answersIn(said({ comments: [comment('Eve', 1, answerText(key, 'done'))] }))]).toEqual([])
})

test('a command that is not understood is somebody’s', () => {
  const { refusals } = requestsIn(said({ comments: [comment('Ada', 1, '/isthmus fly')] }))
  expect(refusals).toEqual([{ about: ['Ada', at(1)], refused: expect.stringContaining('not understood') }])
})

test('nothing is obeyed of who may not write, of nobody, or of a comment that somebody edited', () => {
  const wants = `/isthmus adopt ${ID}`
  const { requests, refusals } = requestsIn(
    said({
      ticks: [{ by: 'Eve', at: at(1), item: `adopt ${ID}: …`, mayWrite: false }],
      unsigned: [`enforce here ${ID}: …`, 'some other box'],
      comments: [
        { ...comment('E`<x>', 2, wants), mayWrite: false },
        { ...comment('Ada', 3, wants), isEdited: true },
        { ...comment('Ada', 4, 'thanks'), isEdited: true },
      ],
    }),
  )
  expect(requests).toEqual([])
  expect(refusals.map((each) => each.about)).toEqual([
    ['unsigned', 'enforce-here', ID],
    ['may-not', 'Eve'],
    ['may-not', 'E`<x>'],
    ['edited', 'Ada', at(3)],
  ])
  expect(refusals.map((each) => each.refused).join()).not.toMatch(/E`|<x>/)
})
