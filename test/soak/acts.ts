import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { promisify } from 'node:util'
import { markerOf } from '../../engine/model/forge.ts'
import type { Json } from '../../engine/model/json.ts'
import { at, listAt, textAt } from '../../engine/model/json.ts'
import { MANIFEST } from '../real/gitea-story.ts'
import type { World } from './a-world.ts'
import { MEMBERS } from './a-world.ts'
import { MOODS } from './moody-chat.ts'

const run = promisify(execFile)

interface Open {
  readonly number: number
  readonly body: string
  readonly branch: string
  /** Undefined for a pull request of a person. */
  readonly marker: string | undefined
}

/** Does something; false where there was nothing to do it with. */
export type Act = (world: World, serial: number) => Promise<boolean>

/** What happens around a server in years, each as often as its number. */
export const ACTS: Readonly<Record<string, readonly [weight: number, act: Act]>> = {
  'a push to the desired state': [6, async (world, serial) => done(world.story.push(config(world, serial)))],
  'a push that means nothing': [
    2,
    async ({ story }, serial) => done(story.push({ 'docs/notes.md': `Note ${serial}\n` })),
  ],
  'a change proposal merged': [6, (world) => mergeOne(world, 'change/')],
  'a drift proposal merged': [1, (world) => mergeOne(world, 'drift/')],
  'a drift proposal closed by a person': [1, (world) => closeOne(world, 'drift/')],
  'a way out merged': [2, (world) => mergeOne(world, 'adopt/')],
  'a way out closed by a person': [1, (world) => closeOne(world, 'adopt/')],
  'a pull request opened': [4, openPull],
  'a pull request merged': [2, (world) => mergeOne(world, undefined)],
  'a pull request closed': [2, (world) => closeOne(world, undefined)],
  'a comment': [4, comment],
  'a tick': [3, tick],
  'a drift': [6, drift],
  'a drift healed': [6, heal],
  'watches dropped': [3, async ({ hub }) => did(hub.cutWatches())],
  'watches too old': [1, async ({ hub }) => did(hub.compact(), hub.cutWatches())],
  'the hub restarted': [1, async ({ hub }) => did(hub.restart(3_000))],
  'a chat fails': [
    2,
    async ({ chat, chance }) => did(chat.fail(1 + Math.floor(chance.next() * 3), chance.one(MOODS) ?? 'cut')),
  ],
  'a forged webhook': [1, (world, serial) => post(world, `{"n":${serial}}`, 'not-the-secret')],
  'a webhook of our own form': [2, (world, serial) => post(world, `{"type":"pushed","branch":"main","n":${serial}}`)],
}

function did(..._: readonly unknown[]): boolean {
  return true
}

async function done(work: Promise<unknown>): Promise<boolean> {
  await work
  return true
}

function config({ chance }: World, serial: number) {
  return {
    'policies/app/config.yaml': MANIFEST.replace('"slow"', `"${chance.one(['slow', 'slower', 'fast'])}-${serial % 7}"`),
  }
}

export async function openPulls({ story: { repository } }: World): Promise<readonly Open[]> {
  const found = listAt(await repository.api('GET', '/pulls?state=open&limit=50'))
  return found.map((each): Open => {
    const body = textAt(each, 'body') ?? ''
    return {
      number: Number(at(each, 'number')),
      body,
      branch: textAt(each, 'head', 'ref') ?? '',
      marker: markerOf(body),
    }
  })
}

async function oneOpen(world: World, marker: string | undefined): Promise<Open | undefined> {
  const open = await openPulls(world)
  return world.chance.one(
    open.filter((each) => (marker === undefined ? each.marker === undefined : each.marker?.startsWith(marker))),
  )
}

export async function mergeOne(world: World, marker: string | undefined): Promise<boolean> {
  const { story } = world
  const pull = await oneOpen(world, marker)
  if (!pull) return false
  const how = {
    Do: world.chance.one(['merge', 'squash']) ?? 'merge',
    delete_branch_after_merge: world.chance.next() < 0.8,
  }
  await story.repository.api('POST', `/pulls/${pull.number}/merge`, how, story.team.grace)
  await run('git', ['pull', '-q', '--ff-only'], { cwd: story.work })
  world.deliver()
  return true
}

async function closeOne(world: World, marker: string | undefined): Promise<boolean> {
  const { repository, team } = world.story
  const pull = await oneOpen(world, marker)
  if (!pull) return false
  await repository.api('PATCH', `/pulls/${pull.number}`, { state: 'closed' }, team.ada)
  if (pull.marker === undefined)
    await repository.api('DELETE', `/branches/${encodeURIComponent(pull.branch)}`, undefined, team.ada)
  return true
}

const MOST_PULLS = 3

async function openPull(world: World, serial: number): Promise<boolean> {
  const { story } = world
  const open = await openPulls(world)
  if (open.filter((each) => each.marker === undefined).length >= MOST_PULLS) return false
  const branch = `person-${serial}`
  await story.push(config(world, serial), branch)
  await run('git', ['branch', '-q', '-D', branch], { cwd: story.work })
  await story.repository.api(
    'POST',
    '/pulls',
    { title: `By a person ${serial}`, head: branch, base: 'main' },
    story.team.ada,
  )
  return true
}

async function comment(world: World, serial: number): Promise<boolean> {
  const { story, chance } = world
  const pull = chance.one(await openPulls(world))
  if (!pull) return false
  const who = chance.one([story.team.ada, story.team.grace, story.team.mallory]) ?? story.team.ada
  await story.comment(pull.number, who, `What of this? (${serial})`)
  return true
}

async function tick(world: World): Promise<boolean> {
  const { repository, team } = world.story
  const pull = await oneOpen(world, 'drift/')
  if (!pull?.body.includes('- [ ] adopt')) return false
  const body = pull.body.replace('- [ ] adopt', '- [x] adopt')
  await repository.api('PATCH', `/pulls/${pull.number}`, { body }, team.ada)
  return true
}

async function drift({ hub, chance }: World, serial: number): Promise<boolean> {
  hub.report(chance.one(MEMBERS) ?? '', `by-hand-${serial % 5}`)
  return true
}

async function heal({ hub, chance }: World): Promise<boolean> {
  hub.report(chance.one(MEMBERS) ?? '', undefined)
  return true
}

async function post({ url }: World, body: string, secret = 'a-secret-of-the-webhook'): Promise<boolean> {
  const time = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'x-isthmus-id': `soak-${body.length}-${signature.slice(0, 8)}`,
    'x-isthmus-timestamp': time,
    'x-isthmus-signature': `sha256=${signature}`,
  }
  const { status } = await fetch(`${url}/webhooks/generic`, { method: 'POST', headers, body })
  if (status >= 500) throw new Error(`a webhook was answered with ${status}`)
  return true
}

/** Branches of the repository: of ours, and of people. */
export async function branches({
  story: { repository },
}: World): Promise<{ readonly ours: number; readonly people: number }> {
  const names: string[] = []
  for (let page = 1; ; page++) {
    const found: readonly Json[] = listAt(await repository.api('GET', `/branches?limit=50&page=${page}`))
    names.push(...found.map((each) => textAt(each, 'name') ?? ''))
    if (found.length < 50) break
  }
  const ours = names.filter((each) => each.startsWith('isthmus/')).length
  return { ours, people: names.length - ours }
}
