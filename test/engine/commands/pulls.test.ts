import { expect, test } from 'vitest'
import { bareRepository } from '../../../engine/adapters/git/bare-repository.ts'
import { openRepository } from '../../../engine/adapters/git.ts'
import { localForge } from '../../../engine/adapters/local-forge.ts'
import type { PullsRequest } from '../../../engine/commands/pulls.ts'
import { runPulls } from '../../../engine/commands/pulls.ts'
import { draft } from '../../contracts/forge.ts'
import { changeOf, requestOf } from '../../contracts/repository.ts'
import { noon, person, scratchLocal, scratchRepository, shell } from '../../contracts/scratch-repository.ts'

const variables = process.env
const failsWith = (code: string) => expect.objectContaining({ code, hint: expect.stringMatching(/\w/) })

async function setUp() {
  const scratch = scratchRepository()
  const { work: directory, remote } = scratch
  const repository = await openRepository({ directory, variables })
  await repository.pushBranch({
    ...requestOf(changeOf({ 'drift/gdw.md': '# 2 drifts \u202e\n' })),
    branch: draft.branch,
  })
  const bare = bareRepository({ directory, origin: repository.origin, variables })
  await localForge({ bare, now: () => noon }).ensureProposal({ ...draft, title: `${draft.title}\u001b[2J` })
  const run = (action: PullsRequest['action'], more: Partial<PullsRequest> = {}) =>
    runPulls({ directory, variables, now: noon, action, ...more })
  return { ...scratch, remote, run }
}

test('list, show and diff read well, and nothing in them steers the terminal', async () => {
  const { run } = await setUp()
  const { text } = await run('list')
  expect(
    text
      .split('\n')
      .slice(0, 2)
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ['', 'STATE', 'TITLE', 'BRANCH', 'CHANGED'],
    ['#1', 'open', '2 drifts in gdw\\u{1b}[2J', 'isthmus/drift-gdw', noon],
  ])
  const page = (await run('show', { number: 1 })).text
  expect(page).toContain('  1. [ ] put back\n  2. [ ] adopt\n')
  for (const hidden of ['<!--', '\u001b']) expect(page).not.toContain(hidden)
  expect((await run('diff', { number: 1 })).text).toContain('+# 2 drifts \\u{202e}\n')
})

test('deeds are done by who is named, else by whom Git knows; the only open one needs no number', async () => {
  const { run, work, remote } = await setUp()
  expect((await run('comment', { text: 'why?', as: 'Grace Hopper <grace@example.com>' })).text).toContain(
    'Commented on #1',
  )
  expect((await run('tick', { text: '1', as: 'Grace Hopper' })).text).toContain('Ticked “put back” on #1')
  shell(work, 'config', 'user.name', person.name)
  shell(work, 'config', 'user.email', person.email)
  const { text, json } = await run('merge')
  expect(text).toMatch(/^Merged #1 into main as [0-9a-f]{10}: 2 drifts/)
  expect(json).toMatchObject({
    state: 'merged',
    comments: [{ by: 'Grace Hopper', text: 'why?' }],
    ticks: [{ by: 'Grace Hopper', item: 'put back' }],
    merged: { by: 'Ada', commit: shell(remote, 'rev-parse', 'main').trim() },
  })
  const page = (await run('show', { number: 1 })).text
  expect(page).toMatch(/merged 2026-01-31T12:00:00Z by Ada as [0-9a-f]{10}/)
  expect(page).toContain(`${noon} Grace Hopper: why?`)
})

test('a pull request of one’s own, with who opened it, who reviews it and what is said of its head', async () => {
  const { run, work, remote } = await setUp()
  shell(work, 'push', '-q', 'origin', 'HEAD:refs/heads/faster')
  const as = 'Grace Hopper'
  expect((await run('open', { text: 'faster Larger disks', as })).text).toContain('Opened #2: Larger disks')
  expect((await run('open', { text: 'faster again', as })).json).toMatchObject({ number: 2, title: 'Larger disks' })
  const forge = localForge({ bare: bareRepository({ directory: work, origin: remote, variables }), now: () => noon })
  const commit = shell(remote, 'rev-parse', 'faster').trim()
  await forge.setCheck({
    name: 'isthmus/plan',
    commit,
    state: 'success',
    summary: 'nothing \u001b[2J',
    annotations: [],
  })
  const { text } = await run('show', { number: 2 })
  expect(text).toContain('by Grace Hopper')
  expect(text).toContain('success  isthmus/plan: nothing \\u{1b}[2J')
  expect(await forge.openPulls('main')).toMatchObject([{ number: 2, author: as, head: { branch: 'faster', commit } }])
  await expect(run('open', { text: 'gone' })).rejects.toEqual(failsWith('forge/no-branch'))
  await expect(run('open')).rejects.toEqual(failsWith('usage/pulls'))
})

test('close and open again', async () => {
  const { run } = await setUp()
  expect((await run('close', { number: 1 })).text).toContain('Closed #1')
  await expect(run('merge')).rejects.toEqual(failsWith('usage/pulls'))
  expect((await run('reopen', { number: 1 })).json).toMatchObject({ state: 'open' })
})

test('what is missing is asked for', async () => {
  const { run } = await setUp()
  await expect(run('comment', { number: 1 })).rejects.toEqual(failsWith('usage/pulls'))
  await expect(run('tick', { number: 1, text: ' ' })).rejects.toEqual(failsWith('usage/pulls'))
  await expect(run('show', { number: 9 })).rejects.toEqual(failsWith('forge/not-found'))
})

test('no pull requests, and no remote', async () => {
  const { work } = scratchRepository()
  const list = (directory: string) => runPulls({ directory, variables, now: noon, action: 'list' })
  expect(await list(work)).toMatchObject({ text: expect.stringContaining('isthmus propose'), json: { pulls: [] } })
  await expect(list(scratchLocal())).rejects.toEqual(failsWith('git/not-local'))
})
