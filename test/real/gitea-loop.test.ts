import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { textAt } from '../../engine/model/json.ts'
import type { GiteaStory } from './gitea-story.ts'
import { desiredState, giteaStory, MANIFEST } from './gitea-story.ts'

const run = promisify(execFile)
const CLI = join(import.meta.dirname, '../../engine/cli.ts')
const stage: { now?: GiteaStory } = {}
const times: string[] = []

// A dozen programs one after the other, each with pushes: minutes on a busy machine.
vi.setConfig({ testTimeout: 300_000 })

beforeAll(async () => {
  stage.now = await timed('start Gitea', giteaStory)
})

afterAll(async () => {
  await stage.now?.stop()
  process.stderr.write(`the loop on a real Gitea: ${times.join(', ')}\n`)
})

test('desired state, proposal, review, merge, drift, command, adoption, merge, no drift', async () => {
  const story = staged()
  const { team, work, clusters, push, pull, openPulls, comment, said, merge, deliver, setMode } = story
  await push(desiredState(story))
  const opened = await timed('propose', () => isthmus('propose'))
  expect(opened).toMatchObject({
    code: 0,
    err: expect.not.stringContaining('error'),
    out: expect.stringContaining('proposal created'),
  })
  expect(await pull(1)).toMatchObject({
    state: 'open',
    user: { login: 'isthmus-bot' },
    labels: expect.arrayContaining([expect.objectContaining({ name: 'isthmus' })]),
    head: { ref: 'isthmus/change/gdw' },
  })
  expect((await isthmus('propose')).out).toContain('up to date')
  await comment(1, team.grace, 'Which clusters does this touch?')
  await merge(1, team.grace)

  await deliver()
  await setMode('fast')
  const drifted = await timed('drift --publish', () => isthmus('drift', '--from', clusters, '--publish'))
  expect(drifted).toMatchObject({ code: 2, err: expect.stringContaining('drift proposal') })
  const body = textAt(await pull(2), 'body') ?? ''
  const id = /^- \[ \] adopt ([0-9a-f]{16}):/m.exec(body)?.[1] ?? ''
  expect(id).toHaveLength(16)

  await comment(2, team.mallory, `/isthmus adopt ${id}`)
  await isthmus('drift', '--from', clusters, '--publish')
  expect(await openPulls()).toEqual([2])
  expect(await said(2)).toEqual([expect.stringMatching(/`mallory` has no write access/)])

  await comment(2, team.ada, `/isthmus adopt ${id}`)
  await timed('adopt', () => isthmus('drift', '--from', clusters, '--publish'))
  expect(await openPulls()).toEqual([2, 3])
  expect(await said(2)).toHaveLength(2)
  await isthmus('drift', '--from', clusters, '--publish')
  expect([await openPulls(), await said(2)]).toMatchObject([[2, 3], { length: 2 }])
  await merge(3, team.grace)
  expect(readFileSync(join(work, 'policies/app/config.yaml'), 'utf8')).toBe(
    MANIFEST.replace('mode: "slow"', 'mode: "fast"'),
  )

  const settled = await timed('drift is gone', () => isthmus('drift', '--from', clusters, '--publish'))
  expect(settled.code).toBe(0)
  expect(await pull(2)).toMatchObject({ state: 'closed', merged: false })
  expect(await openPulls()).toEqual([])
})

test('a branch that a person deletes or pushes to is not lost and not overwritten', async () => {
  const { repository, team, work, push, openPulls } = staged()
  await push({ 'policies/app/config.yaml': MANIFEST.replace('"slow"', '"slower"') })
  await isthmus('propose')
  const [number = 0] = await openPulls()
  const branch = '/branches/isthmus%2Fchange%2Fgdw'
  await repository.api('DELETE', branch, undefined, team.ada)
  expect(await isthmus('propose')).toMatchObject({ code: 0 })
  const [again = 0] = await openPulls()
  expect(again).toBeGreaterThan(number)

  const file = {
    content: Buffer.from('by hand\n').toString('base64'),
    message: 'By hand',
    branch: 'isthmus/change/gdw',
  }
  await repository.api('POST', '/contents/rendered/gdw/note.txt', file, team.ada)
  const head = textAt(await repository.api('GET', branch), 'commit', 'id')
  await push({ 'policies/app/config.yaml': MANIFEST.replace('"slow"', '"slowest"') })
  await isthmus('propose')
  await run('git', ['fetch', '-q', 'origin'], { cwd: work })
  await run('git', ['merge-base', '--is-ancestor', head ?? '', 'origin/isthmus/change/gdw'], { cwd: work })
})

function staged(): GiteaStory {
  if (!stage.now) throw new Error('there is no Gitea')
  return stage.now
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now()
  const result = await work()
  times.push(`${what} ${Date.now() - started} ms`)
  return result
}

/** The command line as people run it, with a checkout that is up to date. */
async function isthmus(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const { work, team } = staged()
  await run('git', ['pull', '-q', '--ff-only'], { cwd: work })
  const env = { ...process.env, INIT_CWD: work, ISTHMUS_TOKEN: team.bot.token, NO_COLOR: '1' }
  const argv = ['--disable-warning=ExperimentalWarning', CLI, ...args]
  try {
    const { stdout, stderr } = await run(process.execPath, argv, { cwd: work, env })
    return { code: 0, out: stdout, err: stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as {
      readonly code?: number
      readonly stdout?: string
      readonly stderr?: string
    }
    return { code: code ?? -1, out: stdout ?? '', err: stderr ?? '' }
  }
}
