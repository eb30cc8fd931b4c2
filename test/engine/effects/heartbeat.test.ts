import { expect, test } from 'vitest'
import { beat } from '../../../engine/effects/heartbeat.ts'
import { historyOn } from '../../../engine/effects/history.ts'
import type { Alert } from '../../../engine/model/chat.ts'
import { Failure } from '../../../engine/model/failure.ts'
import { signOfLife } from '../../../engine/model/heartbeat.ts'
import { driftOf, reportOf } from '../../contracts/drift-reports.ts'
import { fakeChat } from '../../contracts/fake-chat.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { bot } from '../../contracts/scratch-repository.ts'

const at = (hour: number) => `2026-01-31T${String(hour).padStart(2, '0')}:30:00Z`

function sign(time: string): Alert {
  const found = signOfLife(reportOf([driftOf('f1', ['cluster1'])], { cluster3: 'unknown' }), time)
  if (!found) throw new Error('two clusters were seen')
  return found
}

test('the sign says what was seen', () => {
  expect(sign(at(1))).toMatchObject({ event: 'alive', title: 'gdw: 2 of 3 clusters seen', lines: ['Open drifts: 1'] })
})

test('a look that saw nothing gives no sign', () => {
  const nothing = { cluster1: 'unknown', cluster2: 'unknown', cluster3: 'unknown' } as const
  expect(signOfLife(reportOf([], nothing), at(1))).toBeUndefined()
})

test('a chat is told once each turn, also after a restart; one that forgets is told each time', async () => {
  const repository = fakeRepository()
  const [chat, board] = [fakeChat('a'), fakeChat('board', { forgets: true })]
  for (const hour of [1, 2, 5, 6, 7, 13]) {
    const request = { chats: [chat, board], history: historyOn(repository, 'gdw', bot) }
    await beat(sign(at(hour)), { ...request, chat: { name: 'a', everyHours: 6 } })
    await beat(sign(at(hour)), { ...request, chat: { name: 'board', everyHours: 6 } })
  }
  expect(chat.received.map((each) => each.time)).toEqual([at(1), at(6), at(13)])
  expect(board.shown).toHaveLength(6)
})

test('killed between sending and recording, the same sign comes again under the same id', async () => {
  const chat = fakeChat('a')
  const history = historyOn(fakeRepository(), 'gdw', bot)
  const dying = { ...history, append: () => Promise.reject(new Error('killed')) }
  const turn = { name: 'a', everyHours: 6 }
  await expect(beat(sign(at(1)), { chats: [chat], history: dying, chat: turn })).rejects.toThrow('killed')
  await beat(sign(at(2)), { chats: [chat], history, chat: turn })
  await beat(sign(at(3)), { chats: [chat], history, chat: turn })
  const [first, second, ...more] = chat.received.map((each) => each.id)
  expect(first).toBe(second)
  expect(more).toEqual([])
})

test('a switch that is down is said, and silences nobody else', async () => {
  const chat = fakeChat('a')
  const history = historyOn(fakeRepository(), 'gdw', bot)
  const heartbeat = {
    name: 'switch',
    beat: () => Promise.reject(new Failure('heartbeat/busy', 'down', { hint: 'Wait.', retry: true })),
  }
  const failures = await beat(sign(at(1)), { heartbeat, chats: [chat], history, chat: { name: 'a', everyHours: 6 } })
  expect(failures).toMatchObject([{ code: 'heartbeat/busy' }])
  expect(chat.received).toHaveLength(1)
})
