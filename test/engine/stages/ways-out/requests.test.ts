import { expect, test } from 'vitest'
import type { Said } from '../../../../engine/model/way-out.ts'
import { answerKey, answersIn, answerText, requestsIn } from '../../../../engine/stages/ways-out/requests.ts'

const ID = '0123456789abcdef'
const at = (minute: number) => `2026-03-04T12:0${minute}:00Z`
const said = (change: Partial<Said>): Said => ({ number: 2, state: 'open', ticks: [], comments: [], ...change })
const comment = (by: string, minute: number, text: string, isOurs = false) => ({ by, at: at(minute), text, isOurs })

test('the same way out of the same drift is one request: the last word counts, and all who asked are known', () => {
  const { requests } = requestsIn(
    said({
      ticks: [
        { by: 'Ada', at: at(3), item: `enforce here ${ID}: …` },
        { by: 'Ada', at: at(1), item: 'other box' },
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
  expect(requestsIn(mine)).toEqual({ requests: [], misunderstood: [] })
  expect([...answersIn(mine)]).toEqual([key])
  expect([...answersIn(said({ comments: [comment('Eve', 1, answerText(key, 'done'))] }))]).toEqual([])
})

test('a command that is not understood is somebody’s', () => {
  const { misunderstood } = requestsIn(said({ comments: [comment('Ada', 1, '/isthmus fly')] }))
  expect(misunderstood).toEqual([{ by: 'Ada', at: at(1), refused: expect.stringContaining('not understood') }])
})
