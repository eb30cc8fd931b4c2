import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bareRepository } from '../../../engine/adapters/git/bare-repository.ts'
import { openRepository } from '../../../engine/adapters/git.ts'
import { localForge } from '../../../engine/adapters/local-forge.ts'
import { draft } from '../../contracts/forge.ts'
import { changeOf, requestOf } from '../../contracts/repository.ts'
import { commit, noon, person, scratchRepository, shell } from '../../contracts/scratch-repository.ts'

const variables = process.env
const failsWith = (code: string) => expect.objectContaining({ code, hint: expect.stringMatching(/\w/) })

async function setUp(files: Readonly<Record<string, string>> = { 'drift/gdw.md': '# 2 drifts\n' }) {
  const scratch = scratchRepository()
  const repository = await openRepository({ directory: scratch.work, variables })
  const bare = bareRepository({ directory: scratch.work, origin: repository.origin, variables })
  const forge = localForge({ bare, now: () => noon })
  await repository.pushBranch({ ...requestOf(changeOf(files)), branch: draft.branch })
  await forge.ensureProposal(draft)
  return { ...scratch, repository, bare, forge }
}

test('pull requests lie beside the bare repository, one file each', async () => {
  const { root, forge } = await setUp()
  expect(forge.folder).toBe(join(root, 'desired-state.pulls'))
  expect(readdirSync(forge.folder)).toContain('1.json')
  expect(readdirSync(forge.folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
})

test('people read, comment and tick; the ticker is recorded, and ticking twice changes nothing', async () => {
  const { forge } = await setUp()
  expect(await forge.diff(1)).toMatch(/^diff --git a\/drift\/gdw.md[\s\S]*\+# 2 drifts\n$/)
  await forge.comment(1, 'why?', person)
  await forge.tick(1, 'adopt', person)
  const pull = await forge.tick(1, '2', person)
  expect(pull).toMatchObject({
    comments: [{ by: 'Ada', at: noon, text: 'why?' }],
    ticks: [{ by: 'Ada', at: noon, item: 'adopt' }],
    body: expect.stringContaining('- [ ] put back\n- [x] adopt'),
  })
  await expect(forge.tick(1, '3', person)).rejects.toEqual(failsWith('forge/no-such-box'))
  await expect(forge.tick(1, 'p', person)).rejects.toMatchObject({
    hint: expect.stringContaining('1: put back; 2: adopt'),
  })
})

test('a merge is a real merge commit by the person who merged, and takes the branch away', async () => {
  const { forge, remote, work } = await setUp()
  const before = shell(remote, 'rev-parse', 'main').trim()
  const head = shell(remote, 'rev-parse', draft.branch).trim()
  commit(work, { elsewhere: 'x\n' })
  shell(work, 'push', '-q')
  const pull = await forge.merge(1, person)
  const [tip, ...parents] = shell(remote, 'log', '-1', '--format=%H %P', 'main').trim().split(' ')
  expect(parents).toEqual([shell(work, 'rev-parse', 'HEAD').trim(), head])
  expect(before).not.toBe(tip)
  expect(pull).toMatchObject({ state: 'merged', merged: { by: 'Ada', at: noon, commit: tip, head } })
  expect(shell(remote, 'log', '-1', '--format=%an %ae %s', 'main').trim()).toBe(
    'Ada ada@example.com Merge pull request 1: 2 drifts in gdw',
  )
  expect(shell(remote, 'show', 'main:drift/gdw.md')).toBe('# 2 drifts\n')
  expect(shell(remote, 'branch', '--list', draft.branch)).toBe('')
  expect(await forge.diff(1)).toContain('+# 2 drifts')
  await expect(forge.merge(1, person)).rejects.toEqual(failsWith('forge/wrong-state'))
})

test('a conflict is named with its files, and changes nothing', async () => {
  const { forge, remote, work } = await setUp()
  const tip = commit(work, { 'drift/gdw.md': 'by hand\n' })
  shell(work, 'push', '-q')
  const refused = forge.merge(1, person)
  await expect(refused).rejects.toEqual(failsWith('git/conflict'))
  await expect(refused).rejects.toThrow('drift/gdw.md')
  expect(shell(remote, 'rev-parse', 'main').trim()).toBe(tip)
  expect(await forge.show(1)).toMatchObject({ state: 'open' })
})

test('a merge that was killed after its push is finished by the next', async () => {
  const { forge, remote, bare } = await setUp()
  const request = { branch: draft.branch, base: 'main', message: 'Merge', by: person, when: noon }
  const first = await bare.merge(request)
  const pull = await forge.merge(1, person)
  expect(pull).toMatchObject({ state: 'merged', merged: first })
  expect(shell(remote, 'rev-list', '--count', '--merges', 'main').trim()).toBe('1')
  expect(await forge.diff(1)).toContain('+# 2 drifts')
})

test('close and open again', async () => {
  const { forge } = await setUp()
  expect(await forge.close(1, person)).toMatchObject({ state: 'closed', closed: { by: 'Ada' } })
  await expect(forge.close(1, person)).rejects.toEqual(failsWith('forge/wrong-state'))
  const again = await forge.reopen(1, person)
  expect(again.state).toBe('open')
  expect(again).not.toHaveProperty('closed')
})

test('many who write at once get one proposal, and no comment is lost', async () => {
  const { bare } = await setUp()
  const forges = [1, 2, 3].map(() => localForge({ bare, now: () => noon }))
  await Promise.all(forges.map((each) => each.ensureProposal({ ...draft, marker: 'change/gdw' })))
  await Promise.all(forges.flatMap((each, i) => [0, 1].map((j) => each.comment(2, `${i}${j}`, person))))
  const [first] = forges
  expect((await first?.list())?.map((each) => each.number)).toEqual([1, 2])
  expect((await first?.show(2))?.comments.map((each) => each.text).sort()).toEqual(['00', '01', '10', '11', '20', '21'])
})

test('a branch that is not there cannot be proposed', async () => {
  const { forge, remote } = await setUp()
  const gone = { ...draft, marker: 'change/gdw', branch: 'isthmus/gone' }
  await expect(forge.ensureProposal(gone)).rejects.toEqual(failsWith('forge/no-branch'))
  shell(remote, 'branch', '-D', draft.branch)
  await expect(forge.diff(1)).rejects.toEqual(failsWith('forge/no-branch'))
  await expect(forge.merge(1, person)).rejects.toEqual(failsWith('git/no-branch'))
})

test('a file that is no pull request is named', async () => {
  const { forge } = await setUp()
  const outline = { marker: 'a', branch: 'b', base: 'c', title: 't', body: 'b', createdAt: 'x', updatedAt: 'y' }
  for (const text of ['', '{', '[]', '{"marker":1}', JSON.stringify({ ...outline, state: 'odd' })]) {
    writeFileSync(join(forge.folder, '1.json'), text)
    await expect(forge.list(), text).rejects.toEqual(failsWith('forge/corrupt'))
    await expect(forge.list(), text).rejects.toThrow('1.json')
  }
  writeFileSync(
    join(forge.folder, '1.json'),
    JSON.stringify({ ...outline, state: 'open', ticks: 'x', comments: [1, {}] }),
  )
  expect(await forge.show(1)).toMatchObject({ ticks: [], comments: [{ by: '', text: '' }], labels: [] })
})

test('what is not there, and origins that are not on this machine', async () => {
  const { forge, root } = await setUp()
  await expect(forge.show(7)).rejects.toEqual(failsWith('forge/not-found'))
  for (const origin of [undefined, 'https://git.example.com/x.git', 'git@host:x.git', `${root}/gone.git`]) {
    expect(() => bareRepository({ directory: root, origin, variables }), String(origin)).toThrow(
      failsWith('git/not-local'),
    )
  }
  expect(bareRepository({ directory: root, origin: `file://${root}/desired-state.git`, variables }).directory).toBe(
    `${root}/desired-state.git`,
  )
})

test('hooks that a clone would get from a template do not run', async () => {
  const { root, work, bare, forge } = await setUp()
  const hooks = join(root, 'template/hooks')
  mkdirSync(hooks, { recursive: true })
  for (const hook of ['post-checkout', 'post-merge', 'commit-msg', 'pre-push']) {
    writeFileSync(join(hooks, hook), `#!/bin/sh\ntouch ${root}/ran\n`, { mode: 0o755 })
  }
  const settings = join(root, 'gitconfig')
  writeFileSync(settings, `[init]\n\ttemplateDir = ${root}/template\n`)
  const told = { ...variables, GIT_CONFIG_GLOBAL: settings }
  const careful = localForge({
    bare: bareRepository({ directory: work, origin: bare.directory, variables: told }),
    now: () => noon,
  })
  await careful.merge(1, person)
  expect(existsSync(join(root, 'ran'))).toBe(false)
  expect((await forge.show(1)).state).toBe('merged')
})
