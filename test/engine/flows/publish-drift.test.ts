import { expect, test } from 'vitest'
import { historyOn } from '../../../engine/effects/history.ts'
import { publishDrift } from '../../../engine/flows/publish-drift.ts'
import type { Alert, Chat } from '../../../engine/model/chat.ts'
import { Failure } from '../../../engine/model/failure.ts'
import { driftOf, reportOf } from '../../contracts/drift-reports.ts'
import { fakeChat } from '../../contracts/fake-chat.ts'
import { fakeForge } from '../../contracts/fake-forge.ts'
import { fakeRepository } from '../../contracts/fake-repository.ts'
import { bot, noon } from '../../contracts/scratch-repository.ts'

function setUp(...chats: readonly Chat[]) {
  const repository = fakeRepository()
  const beats: Alert[] = []
  const heartbeat = { name: 'switch', beat: async (sign: Alert) => void beats.push(sign) }
  const input = {
    repository,
    forge: fakeForge(),
    chats,
    history: historyOn(repository, 'gdw', bot),
    author: bot,
    acknowledgementDays: 30,
    now: noon,
    pulse: { heartbeat },
  }
  return { input, beats }
}

const report = reportOf([driftOf('f1', ['cluster1'])])

test('proposal, alert with its address, sign of life', async () => {
  const chat = fakeChat('a')
  const { input, beats } = setUp(chat)
  const { proposal, alerts, unheard } = await publishDrift(report, input)
  expect(proposal.outcome).toBe('created')
  expect(chat.received.map((each) => each.url)).toEqual([input.forge.proposals[0]?.url])
  expect([alerts.failed, unheard]).toEqual([[], []])
  expect(beats).toHaveLength(1)
})

test('a chat that is down blocks no proposal and no other chat, and gets its message with the next look', async () => {
  const [down, up] = [fakeChat('down'), fakeChat('up')]
  down.isDown = true
  const { input, beats } = setUp(down, up)
  const { proposal, alerts } = await publishDrift(report, input)
  expect(proposal.outcome).toBe('created')
  expect(alerts.failed.map((each) => each.chat)).toEqual(['down'])
  expect(up.received).toHaveLength(1)
  expect(beats).toHaveLength(1)
  down.isDown = false
  await publishDrift(report, input)
  expect([down.received.length, up.received.length]).toEqual([1, 1])
})

test('a forge that is down does not silence the chats, and gives no sign of life', async () => {
  const chat = fakeChat('a')
  const { input, beats } = setUp(chat)
  const failure = new Failure('fake/down', 'the forge is down', { hint: 'Wait.', retry: true })
  const forge = { ...input.forge, findProposal: () => Promise.reject(failure) }
  await expect(publishDrift(report, { ...input, forge })).rejects.toBe(failure)
  expect(chat.received).toHaveLength(1)
  expect(beats).toEqual([])
  await publishDrift(report, input)
  expect(chat.received).toHaveLength(1)
  expect(beats).toHaveLength(1)
})

test('where no chat took what was due, the sign of life is missing too', async () => {
  const chat = fakeChat('a')
  chat.isDown = true
  const { input, beats } = setUp(chat)
  await publishDrift(report, input)
  expect(beats).toEqual([])
})

test('a switch that takes no sign is said, and is no failure of the look', async () => {
  const { input } = setUp(fakeChat('a'))
  const failure = new Failure('heartbeat/busy', 'down', { hint: 'Wait.', retry: true })
  const pulse = { heartbeat: { name: 'switch', beat: () => Promise.reject(failure) } }
  expect((await publishDrift(report, { ...input, pulse })).unheard).toEqual([failure])
})

test('a bug in a forge is not told as a forge that is down', async () => {
  const { input } = setUp(fakeChat('a'))
  const forge = { ...input.forge, findProposal: () => Promise.reject(new TypeError('a bug')) }
  await expect(publishDrift(report, { ...input, forge })).rejects.toThrow('a bug')
})

test('a secret that a reason carries is shown nowhere', async () => {
  const chat = fakeChat('a')
  const { input } = setUp(chat)
  const token = ['ghp', 'a'.repeat(36)].join('_')
  const clusters = reportOf([], { cluster3: 'unknown' }).clusters.map((each) =>
    each.name === 'cluster3' ? { ...each, reason: `refused: ${token}` } : each,
  )
  await publishDrift(reportOf([], {}, { clusters }), input)
  expect(chat.received).toHaveLength(1)
  expect(JSON.stringify(chat.received)).not.toContain(token)
})

const NONE_MORE = { openProposals: 0, newProposalsPerHour: 0 }
const CRITICAL = { ...driftOf('deadbeef00', ['cluster2']), severity: 'critical' as const }
const mixed = reportOf([CRITICAL, driftOf('f1', ['cluster1'])])

test('critical drifts among others get a proposal of their own beside the limits', async () => {
  const { input } = setUp()
  const { proposal, critical } = await publishDrift(mixed, { ...input, terms: { limits: NONE_MORE } })
  expect([proposal.outcome, critical?.outcome]).toEqual(['created', 'created'])
  const [alone, whole] = input.forge.proposals
  expect([alone?.title, whole?.title]).toEqual([
    expect.stringMatching(/^Critical drift in gdw: 1 drift/),
    expect.stringMatching(/^Drift in gdw: 2 drifts/),
  ])
  // Ways out are chosen in one place.
  expect([alone?.body.includes('- [ ]'), whole?.body.includes('- [ ]')]).toEqual([false, true])
  const again = await publishDrift(mixed, input)
  expect([again.proposal.outcome, again.critical?.outcome]).toEqual(['unchanged', 'unchanged'])
})

test.each([
  ['only critical ones', reportOf([CRITICAL])],
  ['none of them', report],
])('%s: one proposal is enough', async (_, shown) => {
  const { input } = setUp()
  expect(await publishDrift(shown, input)).not.toHaveProperty('critical')
  expect(input.forge.proposals).toHaveLength(1)
})

test('the proposal of critical drifts goes with them, and the other one stays', async () => {
  const { input } = setUp()
  await publishDrift(mixed, input)
  const { proposal, critical } = await publishDrift(report, input)
  expect([proposal.outcome, critical?.outcome]).toEqual(['updated', 'closed'])
})

test('closing the proposal of critical drifts keeps just these quiet', async () => {
  const { input } = setUp()
  await publishDrift(mixed, input)
  input.forge.change(1, (each) => ({ ...each, state: 'closed', endedAt: noon }))
  const { proposal, critical } = await publishDrift(mixed, input)
  expect([proposal.outcome, critical?.outcome]).toEqual(['unchanged', 'none'])
  const state = await input.history.read()
  expect([...state.acknowledged.keys()]).toEqual([CRITICAL.fingerprint])
})

test('a drift whose template nobody could evaluate keeps its proposal open', async () => {
  const chat = fakeChat('a')
  const { input } = setUp(chat)
  await publishDrift(report, input)
  const [drift] = report.drifts
  const gap = { policy: 'vault-cluster1', component: 'vault', cluster: 'cluster1', message: 'the hub is not there' }
  const blind = reportOf([], {}, { notEvaluated: [{ ...gap, template: drift?.template ?? '' }] })
  expect((await publishDrift(blind, input)).proposal.outcome).toBe('held')
  expect(input.forge.proposals.map((each) => each.state)).toEqual(['open'])
  expect((await publishDrift(reportOf([]), input)).proposal.outcome).toBe('closed')
  expect(chat.received.map((each) => each.event)).toEqual(['opened', 'resolved'])
})

test('where only critical ones are left, their own proposal leads to the one that shows them', async () => {
  const { input } = setUp()
  await publishDrift(mixed, input)
  const { critical } = await publishDrift(reportOf([CRITICAL]), input)
  expect(critical?.outcome).toBe('closed')
  const [said] = input.forge.comments.filter((each) => each.number === 1)
  expect(said?.text).toMatch(/drift proposal/)
  expect(said?.text).not.toMatch(/none of these drifts/)
})
