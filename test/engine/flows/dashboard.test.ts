import { expect, onTestFinished, test } from 'vitest'
import { newBoard } from '../../../engine/flows/dashboard/board.ts'
import { wakened } from '../../../engine/flows/dashboard/live.ts'
import { looksOf } from '../../../engine/flows/dashboard/looks.ts'
import type { Reader } from '../../../engine/flows/dashboard/reader.ts'
import { dashboardReader } from '../../../engine/flows/dashboard/reader.ts'
import type { EnvironmentRead } from '../../../engine/flows/dashboard.ts'
import { reconcile } from '../../../engine/flows/reconcile.ts'
import { newBell } from '../../../engine/model/bell.ts'
import { Failure } from '../../../engine/model/failure.ts'
import { NOISE_RULES } from '../../../engine/model/noise-rules.ts'
import { fakeTime } from '../../contracts/fake-time.ts'
import { aSite } from './a-site.ts'

/** A merged and delivered site with its pages' reader; `observed` counts the looks at its clusters. */
async function aReader(freshMs: number) {
  const site = aSite()
  await reconcile('small', site.input())
  site.merge()
  const state = { observed: 0 }
  const source = {
    ...site.source,
    observe: async (...args: Parameters<typeof site.source.observe>) => {
      state.observed += 1
      return await site.source.observe(...args)
    },
  }
  const looks = looksOf(source, () => {})
  const input = site.input()
  const reader = dashboardReader({
    ...input,
    noise: NOISE_RULES,
    source,
    looks,
    now: () => site.input().now,
    freshMs,
    putBack: () => undefined,
  })
  return { site, state, looks, reader, read: lastOf(reader), input: { ...input, source: looks.source } }
}

/** What a reader says in the end. */
function lastOf(reader: Reader): (environment: string) => Promise<EnvironmentRead> {
  return async (environment) => {
    const told: EnvironmentRead[] = []
    await reader(environment, (read) => told.push(read))
    const [last] = told.reverse()
    if (!last) throw new Error('the reader told nothing')
    return last
  }
}

test('reads what is merged beside a look, its proposals, and what is open', async () => {
  const { site, read } = await aReader(0)
  const { view, problems } = await read('small')
  expect(problems).toEqual([])
  expect(view.clusters.map((each) => [each.name, each.state])).toContainEqual(['one', 'inSync'])
  expect(view.proposals.map((each) => [each.kind, each.state])).toEqual([['change', 'merged']])
  site.drift()
  expect((await read('small')).view.report.drifts).toHaveLength(1)
})

test('writes nothing: neither branch nor proposal is touched by a read', async () => {
  const { site, read } = await aReader(0)
  const before = JSON.stringify([[...site.repository.branches()].map(([name]) => name), site.forge.proposals.length])
  await read('small')
  expect(JSON.stringify([[...site.repository.branches()].map(([name]) => name), site.forge.proposals.length])).toBe(
    before,
  )
})

test('costs no look where the work took one, and takes one where that is too old', async () => {
  const { site, state, read, input } = await aReader(60_000)
  await reconcile('small', { ...site.input(), source: input.source })
  const taken = state.observed
  await read('small')
  expect(state.observed).toBe(taken)
  site.state.minutes += 5
  await read('small')
  expect(state.observed).toBe(taken + 1)
})

test('what the work made of a look is what its page shows', async () => {
  const { site, looks, read, input } = await aReader(60_000)
  const { report } = await reconcile('small', { ...site.input(), source: input.source })
  if (!report) throw new Error('there is no report')
  looks.report({ ...report, source: 'told' })
  expect((await read('small')).view.report.source).toBe('told')
})

test('a forge that is down costs its proposals, not the page', async () => {
  const { site, looks } = await aReader(0)
  const down = () => Promise.reject(new Failure('forge/down', 'the forge does not answer', { hint: 'wait' }))
  const forge = { ...site.forge, openProposals: down, findProposal: down }
  const input = site.input()
  const read = lastOf(
    dashboardReader({
      ...input,
      noise: NOISE_RULES,
      forge,
      looks,
      now: () => input.now,
      freshMs: 0,
      putBack: () => undefined,
    }),
  )
  const { view, problems } = await read('small')
  expect(view.clusters.length).toBeGreaterThan(1)
  expect(problems.map((each) => [each.environment, each.message])).toEqual([['small', 'the forge does not answer']])
})

test('a board wakes with the first look, follows the bell, and says what it cannot read', async () => {
  const { site, reader: read } = await aReader(0)
  const [board, bell, time, ending] = [newBoard('life'), newBell(), fakeTime(), new AbortController()]
  onTestFinished(() => ending.abort())
  const state = { names: ['small'] }
  const awake = wakened(
    {
      board,
      bell,
      environments: async () => state.names,
      read,
      everyMs: 60_000,
      settleMs: 1,
      sleep: time.sleep,
      signal: ending.signal,
    },
    (bug) => {
      throw bug
    },
  )
  expect(board.dashboard('now').environments).toEqual([])
  await Promise.all([awake(), awake()])
  expect(board.version()).toBe('life-1')
  site.drift()
  const changed = board.changed(board.version(), ending.signal)
  bell.ring('files')
  await time.pass(10)
  expect(await changed).toBe('life-2')
  expect(board.dashboard('now').environments[0]?.report.drifts).toHaveLength(1)
  state.names = ['small', 'gone']
  await time.pass(61_000)
  expect(board.dashboard('now').problems.map((each) => each.environment)).toEqual(['gone'])
  expect(board.dashboard('now').environments).toHaveLength(1)
  state.names = []
  await time.pass(61_000)
  expect(board.dashboard('now').environments).toEqual([])
})
