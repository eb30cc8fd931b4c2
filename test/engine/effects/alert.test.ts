import { expect, test } from 'vitest'
import { deliverAlerts } from '../../../engine/effects/alert.ts'
import { historyOn } from '../../../engine/effects/history.ts'
import type { Chat } from '../../../engine/model/chat.ts'
import type { DriftReport } from '../../../engine/model/drift.ts'
import type { History } from '../../../engine/model/history-state.ts'
import { alertsFor } from '../../../engine/stages/life.ts'
import { driftOf, reportOf } from '../../contracts/drift-reports.ts'
import { fakeChat } from '../../contracts/fake-chat.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { bot, noon } from '../../contracts/scratch-repository.ts'

const two = reportOf([driftOf('f1', ['cluster1'], { policy: 'one' }), driftOf('f2', ['cluster2'], { policy: 'two' })])
const now = () => noon

async function setUp(report: DriftReport, ...names: readonly string[]) {
  const history = historyOn(fakeRepository(), 'gdw', bot)
  const chats = names.map((name) => fakeChat(name))
  await history.append((state) => alertsFor(state, report, { now: noon, chats: names }).events, noon)
  return { history, chats }
}

const idsOf = (chat: { readonly received: readonly { readonly id: string }[] } | undefined) =>
  chat?.received.map((each) => each.id)

test('every chat gets every message once, in order', async () => {
  const { history, chats } = await setUp(two, 'a', 'b')
  const { owed } = await history.read()
  const delivered = await deliverAlerts({ chats, history, now })
  expect(delivered.sent).toHaveLength(4)
  expect((await deliverAlerts({ chats, history, now })).sent).toEqual([])
  for (const chat of chats) expect(idsOf(chat)).toEqual(owed.map((each) => each.alert.id))
})

test('a chat that is down holds up no other, keeps its order, and gets all of it later', async () => {
  const { history, chats } = await setUp(two, 'a', 'b')
  const [a, b] = chats
  if (!a || !b) throw new Error('two chats')
  a.isDown = true
  const delivered = await deliverAlerts({ chats, history, now })
  expect(delivered.failed).toMatchObject([{ chat: 'a', failure: { code: 'fake/down' } }])
  expect(idsOf(b)).toHaveLength(2)
  a.isDown = false
  await deliverAlerts({ chats, history, now })
  expect(idsOf(a)).toEqual(idsOf(b))
  expect(idsOf(b)).toHaveLength(2)
})

test('a chat that came later is not told of the past', async () => {
  const { history } = await setUp(two, 'a')
  const late = fakeChat('late')
  await deliverAlerts({ chats: [late], history, now })
  expect(late.received).toEqual([])
})

/** Every step that a delivery takes outside, in order; dies before or after the one with that number. */
function dyingAt(
  step: number,
  when: 'before' | 'after',
  chat: Chat,
  history: History,
): { readonly chat: Chat; readonly history: History } {
  let count = 0
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    const isLast = ++count === step
    if (isLast && when === 'before') throw new Error('killed')
    const result = await work()
    if (isLast) throw new Error('killed')
    return result
  }
  return {
    chat: { name: chat.name, send: (alert) => guard(() => chat.send(alert)) },
    history: {
      read: () => guard(() => history.read()),
      append: (decide, time) => guard(() => history.append(decide, time)),
    },
  }
}

const steps = [1, 2, 3, 4, 5].flatMap((step) => [
  { step, when: 'before' as const },
  { step, when: 'after' as const },
])

test.each(steps)(
  'killed $when step $step of a delivery: nothing is lost, one message at most comes twice, under its id',
  async ({ step, when }) => {
    const { history, chats } = await setUp(two, 'a')
    const [chat] = chats
    if (!chat) throw new Error('one chat')
    const { owed } = await history.read()
    await expect(
      (async () => {
        const dying = dyingAt(step, when, chat, history)
        await deliverAlerts({ chats: [dying.chat], history: dying.history, now })
      })(),
    ).rejects.toThrow('killed')
    await deliverAlerts({ chats, history, now })
    const ids = idsOf(chat) ?? []
    expect(new Set(ids)).toEqual(new Set(owed.map((each) => each.alert.id)))
    expect(ids.length).toBeLessThanOrEqual(owed.length + 1)
    expect((await history.read()).owed).toEqual([])
  },
)

test('killed before the decision was recorded, nothing was sent, and the next look decides again', async () => {
  const history = historyOn(fakeRepository(), 'gdw', bot)
  const chat = fakeChat('a')
  const dying = dyingAt(1, 'before', chat, history).history
  const decide = (state: Parameters<Parameters<History['append']>[0]>[0]) =>
    alertsFor(state, two, { now: noon, chats: ['a'] }).events
  await expect(dying.append(decide, noon)).rejects.toThrow('killed')
  await deliverAlerts({ chats: [chat], history, now })
  expect(chat.received).toEqual([])
  await history.append(decide, noon)
  await deliverAlerts({ chats: [chat], history, now })
  expect(chat.received).toHaveLength(2)
})

test('a fault of our own in a chat is not mistaken for a chat that is down', async () => {
  const { history } = await setUp(two, 'a')
  const broken: Chat = { name: 'a', send: () => Promise.reject(new TypeError('a bug')) }
  await expect(deliverAlerts({ chats: [broken], history, now })).rejects.toThrow('a bug')
  expect((await history.read()).owed).toHaveLength(2)
})
