import { expect, test } from 'vitest'
import { deliverAlerts } from '../../../engine/effects/alert.ts'
import { historyOn } from '../../../engine/effects/history.ts'
import type { Chat } from '../../../engine/model/chat.ts'
import type { DriftReport } from '../../../engine/model/drift.ts'
import { eventOf } from '../../../engine/model/history.ts'
import type { History } from '../../../engine/model/history-state.ts'
import { alertsFor } from '../../../engine/stages/life.ts'
import { driftOf, reportOf } from '../../contracts/drift-reports.ts'
import type { FakeChat } from '../../contracts/fake-chat.ts'
import { fakeChat } from '../../contracts/fake-chat.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { bot, noon } from '../../contracts/scratch-repository.ts'

const two = reportOf([driftOf('f1', ['cluster1'], { policy: 'one' }), driftOf('f2', ['cluster2'], { policy: 'two' })])
const now = () => noon

async function setUp(report: DriftReport, ...names: readonly (string | FakeChat)[]) {
  const history = historyOn(fakeRepository(), 'gdw', bot)
  const chats = names.map((name) => (typeof name === 'string' ? fakeChat(name) : name))
  const see = (next: DriftReport, time: string) =>
    history.append((state) => alertsFor(state, next, { now: time, chats }).events, time)
  await see(report, noon)
  return { history, chats, see }
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
    chat: { ...chat, send: (alert, thread) => guard(() => chat.send(alert, thread)) },
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
    alertsFor(state, two, { now: noon, chats: [{ name: 'a' }] }).events
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

const later = '2026-01-31T12:01:00Z'
const flood = reportOf(Array.from({ length: 11 }, (_, i) => driftOf(`f${i}`, ['cluster1'], { policy: `p${i}` })))

test('a life is one thread: its handle comes back with each next alert, also after a restart and within one delivery', async () => {
  const { history, chats, see } = await setUp(
    reportOf([driftOf('f1', ['cluster1'])]),
    fakeChat('a', { hasThreads: true }),
  )
  await deliverAlerts({ chats, history, now })
  await see(reportOf([driftOf('f1', ['cluster1', 'cluster2'])]), later)
  await see(reportOf([]), '2026-01-31T12:02:00Z')
  await deliverAlerts({ chats, history, now })
  const [chat] = chats
  const handle = `thread of ${chat?.received[0]?.id}`
  expect(chat?.threads).toEqual([undefined, handle, handle])
})

test('two alerts of a life that are owed together share the thread that the first one began', async () => {
  const { history, chats, see } = await setUp(
    reportOf([driftOf('f1', ['cluster1'])]),
    fakeChat('a', { hasThreads: true }),
  )
  await see(reportOf([]), later)
  await deliverAlerts({ chats, history, now })
  expect(chats[0]?.threads).toEqual([undefined, `thread of ${chats[0]?.received[0]?.id}`])
})

test.each([1, 2, 3, 4, 5].flatMap((step) => [[step, 'before'] as const, [step, 'after'] as const]))(
  'killed at step %s (%s) of a flood, the same joined message is sent again under the same id, or none',
  async (step, when) => {
    const { history, chats, see } = await setUp(flood, 'a')
    const [chat] = chats
    if (!chat) throw new Error('one chat')
    const dying = dyingAt(step, when, chat, history)
    await deliverAlerts({ chats: [dying.chat], history: dying.history, now }).catch(() => {})
    await see(reportOf([...flood.drifts, driftOf('late', ['cluster2'], { policy: 'late' })]), later)
    await deliverAlerts({ chats, history, now })
    const told = chat.received.map((each) => each.title)
    expect(new Set(idsOf(chat)).size).toBe(told.filter((title, i) => told.indexOf(title) === i).length)
    expect(told.length - new Set(told).size).toBeLessThanOrEqual(1)
    expect((await history.read()).owed).toEqual([])
  },
)

test('a message that is refused for what it is holds up only its own life', async () => {
  const { history, chats, see } = await setUp(two, fakeChat('a', { refuses: /cluster1/ }))
  await see(reportOf([driftOf('f2', ['cluster2'], { policy: 'two' })]), later)
  const { failed } = await deliverAlerts({ chats, history, now })
  expect(failed).toMatchObject([{ failure: { code: 'fake/refused' } }])
  expect(chats[0]?.received.map((each) => each.title)).toEqual([expect.stringContaining('cluster2')])
  expect((await history.read()).owed.map((each) => each.alert.event)).toEqual(['opened', 'resolved'])
})

test('a slow chat holds up no other, and nothing is begun after the deadline', async () => {
  const { history, chats } = await setUp(two, 'slow', 'quick')
  const [slow, quick] = chats
  if (!slow || !quick) throw new Error('two chats')
  const deadline = new AbortController()
  const waiting: Chat = {
    ...slow,
    send: async (alert) => {
      while (quick.received.length < 2) await new Promise((resolve) => setTimeout(resolve, 1))
      deadline.abort()
      return await slow.send(alert)
    },
  }
  const { sent } = await deliverAlerts({ chats: [waiting, quick], history, now, deadline: () => deadline.signal })
  expect(sent.map((each) => each.chat)).toEqual(['slow', 'quick', 'quick'])
  expect((await history.read()).owed).toMatchObject([{ chats: ['slow'] }])
})

test('a place that forgets is shown what is open each time, what ended once, and what was acknowledged no more', async () => {
  const board = fakeChat('board', { forgets: true })
  const { history, chats, see } = await setUp(two, board)
  const eventsShown = async () => {
    await deliverAlerts({ chats, history, now })
    return board.shown.at(-1)?.map((each) => each.event)
  }
  expect(await eventsShown()).toEqual(['opened', 'opened'])
  expect(await eventsShown()).toEqual(['opened', 'opened'])
  await see(reportOf(two.drifts.slice(0, 1)), later)
  board.isDown = true
  await eventsShown()
  board.isDown = false
  expect(await eventsShown()).toEqual(['opened', 'resolved'])
  expect(await eventsShown()).toEqual(['opened'])
  const [drift] = (await history.read()).open.values()
  const quiet = { fingerprint: 'f1', value: drift?.value ?? '', by: 'Ada', until: '2027-01-01T00:00:00Z' }
  await history.append(() => [eventOf('gdw', { type: 'acknowledged', time: later, ...quiet })], later)
  const before = board.shown.length
  await eventsShown()
  expect(board.shown).toHaveLength(before)
})
