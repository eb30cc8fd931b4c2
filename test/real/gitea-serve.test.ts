import { dirname } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { markerOf } from '../../engine/model/forge.ts'
import { at, listAt, textAt } from '../../engine/model/json.ts'
import { receiver } from '../contracts/receiver.ts'
import { isthmusChild } from '../engine/server/a-child.ts'
import type { GiteaStory } from './gitea-story.ts'
import { desiredState, giteaStory, MANIFEST } from './gitea-story.ts'
import { cloneOf } from './testbed/gitea-repository.ts'

const SECRET = 'a-secret-of-the-webhook'
const stage: { now?: GiteaStory } = {}
const times: string[] = []

vi.setConfig({ testTimeout: 300_000 })

beforeAll(async () => {
  stage.now = await giteaStory()
})
afterAll(async () => {
  await stage.now?.stop()
  process.stderr.write(`served with real webhooks: ${times.join(', ')}\n`)
})

test('push, proposal, review, merge, drift, tick, adoption, merge, closed: by webhooks alone', async () => {
  const story = staged()
  const { repository, team, work, clusters, push, pull, openPulls, comment, merge, deliver, setMode } = story
  const chat = await receiver()
  const alerts = () =>
    chat.requests.map((each) => JSON.parse(each.body) as { readonly event: string; readonly id: string })
  const server = { webhook: { secret: { env: 'HOOK_SECRET' } }, every: 3600 }
  await push(desiredState(story, { server, chats: [{ type: 'webhook', url: chat.url }] }))
  const env = { ISTHMUS_TOKEN: team.bot.token, HOOK_SECRET: SECRET }
  // A clone of its own: two fetches at once into one are in each other's way.
  const own = cloneOf(repository, dirname(work))
  const isthmus = isthmusChild(own, ['serve', '--from', clusters, '--listen', '0'], env)
  const url = await isthmus.url()
  await hook(repository, `${url}/webhooks/gitea`)
  await expect.poll(openPulls, WITHIN).toEqual([1])

  await timed('a push to its proposal', async () => {
    await push({ 'policies/app/config.yaml': MANIFEST.replace('"slow"', '"slower"') })
    await expect.poll(async () => textAt(await diffOf(1), 'text'), WITHIN).toContain('slower')
  })
  await timed("a person's pull request to its plan", async () => {
    await push({ 'policies/app/config.yaml': MANIFEST }, 'back-to-slow')
    const asked = { title: 'Back to slow', head: 'back-to-slow', base: 'main' }
    await repository.api('POST', '/pulls', asked, team.ada)
    await expect.poll(() => story.said(2), WITHIN).toEqual([expect.stringContaining('What this changes')])
  })
  await merge(2, team.grace)
  await expect.poll(async () => textAt(await diffOf(1), 'text'), WITHIN).not.toContain('slower')
  await expect.poll(async () => await stateOf('isthmus/approval', 1), WITHIN).not.toBe('failure')
  await merge(1, team.grace)

  await deliver()
  await setMode('fast')
  await timed('a look at a drift to its alert', async () => {
    await comment(1, team.mallory, 'Is this in sync?')
    await expect.poll(() => alerts().map((each) => each.event), WITHIN).toEqual(['opened'])
  })
  await expect.poll(async () => (await openWith('drift/gdw')).length, WITHIN).toBe(1)
  const [drift = 0] = await openWith('drift/gdw')
  expect(await openPulls()).toEqual([drift])
  const body = textAt(await pull(drift), 'body') ?? ''
  await timed('a tick to the proposal that it asks for', async () => {
    await repository.api('PATCH', `/pulls/${drift}`, { body: body.replace('- [ ] adopt', '- [x] adopt') }, team.ada)
    await expect.poll(async () => (await openWith('adopt/')).length, WITHIN).toBe(1)
  })
  const [adoption = 0] = await openWith('adopt/')
  expect(await openPulls()).toEqual([drift, adoption])
  expect((await story.said(drift)).join('\n')).toMatch(/ada/)
  await merge(adoption, team.grace)
  await expect.poll(async () => textAt(await pull(drift), 'state'), WITHIN).toBe('closed')
  await expect.poll(() => alerts().map((each) => each.event), WITHIN).toEqual(['opened', 'resolved'])
  expect(new Set(alerts().map((each) => each.id)).size).toBe(2)
  await expect.poll(openPulls, WITHIN).toEqual([])
  isthmus.process.kill('SIGTERM')
  expect(await isthmus.ended).toBe(0)
  expect(isthmus.lines().filter((each) => each.level === 'error')).toEqual([])
  expect(isthmus.text()).not.toContain(SECRET)
  expect(isthmus.text()).not.toContain(team.bot.token)
})

const WITHIN = { timeout: 60_000, interval: 100 }

function staged(): GiteaStory {
  if (!stage.now) throw new Error('there is no Gitea')
  return stage.now
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const started = Date.now()
  await work()
  times.push(`${what} ${Date.now() - started} ms`)
}

/** Gitea tells the server of everything, signed. */
async function hook(repository: GiteaStory['repository'], url: string): Promise<void> {
  const events = ['push', 'pull_request', 'pull_request_comment', 'issue_comment', 'pull_request_review', 'status']
  const config = { url, content_type: 'json', secret: SECRET }
  await repository.api('POST', '/hooks', { type: 'gitea', config, events, active: true })
}

async function diffOf(number: number) {
  const { repository } = staged()
  const files = listAt(await repository.api('GET', `/pulls/${number}/files`))
  const raw = await Promise.all(
    files.map(async (each) => (await fetch(textAt(each, 'raw_url') ?? '', { headers: token() })).text()),
  )
  return { text: raw.join('\n') }
}

/** Open proposals whose marker begins so, by number. */
async function openWith(marker: string): Promise<readonly number[]> {
  const found = listAt(await staged().repository.api('GET', '/pulls?state=open'))
  const ours = found.filter((each) => markerOf(textAt(each, 'body') ?? '')?.startsWith(marker))
  return ours.map((each) => Number(at(each, 'number')))
}

function token() {
  return { authorization: `token ${staged().team.bot.token}` }
}

/** The newest word of a check on the head of a pull request. */
async function stateOf(check: string, number: number): Promise<string | undefined> {
  const { repository, pull } = staged()
  const head = textAt(await pull(number), 'head', 'sha') ?? ''
  const found = listAt(await repository.api('GET', `/commits/${head}/status`), 'statuses')
  const status = found.find((each) => textAt(each, 'context') === check)
  return textAt(status, 'status')
}
