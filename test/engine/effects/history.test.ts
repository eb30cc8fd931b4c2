import { expect, test } from 'vitest'
import { openRepository } from '../../../engine/adapters/git.ts'
import { historyOn } from '../../../engine/effects/history.ts'
import type { HistoryEvent } from '../../../engine/model/history.ts'
import { eventOf, HISTORY_BRANCH, parseHistory, recordOf } from '../../../engine/model/history.ts'
import { alertsFor } from '../../../engine/stages/life.ts'
import { driftOf, reportOf } from '../../contracts/drift-reports.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { bot, noon, scratchRepository, shell } from '../../contracts/scratch-repository.ts'

const opened: HistoryEvent = eventOf('gdw', {
  type: 'opened',
  time: noon,
  drift: recordOf(driftOf('f1', ['cluster1'])),
})
const resolved: HistoryEvent = eventOf('gdw', { type: 'resolved', time: noon, fingerprint: 'f1' })

test('events are appended once and read back; environments have files of their own', async () => {
  const repository = fakeRepository()
  const history = historyOn(repository, 'gdw', bot)
  expect(await history.append(() => [opened], noon)).toEqual([opened])
  expect(await history.append(() => [opened], noon)).toEqual([])
  expect([...(await history.read()).open.keys()]).toEqual(['f1'])
  expect((await historyOn(repository, 'other', bot).read()).open.size).toBe(0)
  await history.append(({ open }) => (open.has('f1') ? [resolved] : []), noon)
  expect((await history.read()).open.size).toBe(0)
})

test('nothing to say makes no commit', async () => {
  const repository = fakeRepository()
  const history = historyOn(repository, 'gdw', bot)
  await history.append(() => [opened], noon)
  const tip = await repository.resolve(HISTORY_BRANCH)
  await history.append(() => [], noon)
  expect(await repository.resolve(HISTORY_BRANCH)).toBe(tip)
})

test('a line that was cut short swallows no other', async () => {
  const repository = fakeRepository()
  const line = JSON.stringify(opened)
  repository.commitAs(bot, HISTORY_BRANCH, { 'gdw.jsonl': `${line}\n${line.slice(0, 40)}` })
  const history = historyOn(repository, 'gdw', bot)
  await history.append(() => [resolved], noon)
  expect((await history.read()).open.size).toBe(0)
  expect(repository.branches().get(HISTORY_BRANCH)?.get('gdw.jsonl')?.split('\n')).toHaveLength(4)
})

test('two patrols that see the same at once record and owe it once', async () => {
  const { work, root, remote } = scratchRepository()
  shell(root, 'clone', '-q', remote, 'second')
  const histories = await Promise.all(
    [work, `${root}/second`].map(async (directory) =>
      historyOn(await openRepository({ directory, variables: process.env }), 'gdw', bot),
    ),
  )
  const report = reportOf([driftOf('f1', ['cluster1'])])
  const decided = await Promise.all(
    histories.map((history, i) => {
      const now = `2026-01-31T12:00:0${i}Z`
      return history.append((state) => alertsFor(state, report, { now, chats: [{ name: 'chat' }] }).events, now)
    }),
  )
  expect(decided.map((events) => events.filter((each) => each.type === 'opened').length).sort()).toEqual([0, 1])
  expect((await histories[0]?.read())?.owed).toHaveLength(1)
  expect(shell(remote, 'rev-list', '--max-parents=0', '--count', HISTORY_BRANCH).trim()).toBe('1')
})

/** So many messages that arrived: nobody asks for them again. */
const settled = (count: number, name = 'i') =>
  Array.from({ length: count }, (_, i): readonly HistoryEvent[] => {
    const id = `${name}${i}`
    const [title, lines] = ['A drift opened', ['x'.repeat(400)]]
    const alert = { id, event: 'opened', environment: 'gdw', severity: 'high', title, lines, time: noon } as const
    const life = { ...alert, life: `life of ${id}` }
    return [
      eventOf('gdw', { type: 'alert-pending', time: noon, alert: life, chats: ['ops'] }),
      eventOf('gdw', { type: 'alert-sent', time: noon, alert: id, chat: 'ops' }),
    ]
  }).flat()

test('what is over is left to the past of the branch, and looks no longer read it', async () => {
  const { work, root, remote } = scratchRepository()
  shell(root, 'clone', '-q', remote, 'second')
  const open = async (directory: string) =>
    historyOn(await openRepository({ directory, variables: process.env }), 'gdw', bot)
  const [one, two] = [await open(work), await open(`${root}/second`)]
  const each = settled(200)
  await one.append(() => [opened, ...each], noon)
  const before = shell(remote, 'rev-parse', HISTORY_BRANCH).trim()
  expect(shell(remote, 'show', `${HISTORY_BRANCH}:gdw.jsonl`).length).toBeGreaterThan(128 * 1024)
  // Two engines at once, of which the slower one meets what the faster one left.
  const more = [0, 1].map((i) => settled(1, `later ${i}`))
  await Promise.all([one.append(() => more[0] ?? [], noon), two.append(() => more[1] ?? [], noon)])
  expect(shell(remote, 'show', `${HISTORY_BRANCH}:gdw.jsonl`).length).toBeLessThan(4 * 1024)
  for (const history of [one, two]) {
    const state = await history.read()
    expect([[...state.open.keys()], state.owed]).toEqual([['f1'], []])
  }
  expect(shell(remote, 'rev-list', '--count', `${before}..${HISTORY_BRANCH}`).trim()).toBe('2')
  shell(remote, 'merge-base', '--is-ancestor', before, HISTORY_BRANCH)
  const past = shell(remote, 'log', '-p', '--reverse', '--format=', HISTORY_BRANCH, '--', 'gdw.jsonl').split('\n')
  const added = past.flatMap((line) => (line.startsWith('+{') ? [line.slice(1)] : []))
  const ids = parseHistory(added.join('\n')).events.map((event) => event.id)
  expect(new Set(ids)).toEqual(new Set([opened, ...each, ...more.flat()].map((event) => event.id)))
})

test('what is appended is committed before it can be left out', async () => {
  const repository = fakeRepository()
  const history = historyOn(repository, 'gdw', bot)
  const each = settled(200)
  expect(await history.append(() => each, noon)).toHaveLength(400)
  const text = () => repository.branches().get(HISTORY_BRANCH)?.get('gdw.jsonl') ?? ''
  expect(parseHistory(text()).events).toEqual(each)
  await history.append(() => [opened], noon)
  expect(parseHistory(text()).events).toEqual([opened])
})
