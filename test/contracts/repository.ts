import { expect, test } from 'vitest'
import type { Change, Repository } from '../../engine/model/git.ts'
import { bot, noon, person } from './scratch-repository.ts'

/** A repository whose default branch `main` holds `README.md` ("hello\n"), and a person who commits to it. */
export interface RepositorySubject {
  readonly repository: Repository
  /** Commits on a branch (made from main where it is new) as a person and publishes it. */
  personCommits(branch: string, files: Readonly<Record<string, string>>): Promise<void>
}

export const branch = 'isthmus/change-gdw'
export const changeOf = (write: Readonly<Record<string, string>>, remove: readonly string[] = []): Change => ({
  write: new Map(Object.entries(write)),
  remove,
})
export const requestOf = (change: Change, base = 'main') => ({
  branch,
  base,
  change,
  message: 'Render gdw',
  author: bot,
  when: noon,
})

/** What every Repository does, real or fake. */
export function repositoryContract(subject: () => Promise<RepositorySubject>): void {
  test('reads the text files of a commit, of a folder, of one file', async () => {
    const { repository, personCommits } = await subject()
    await personCommits('main', { 'a/b.yaml': 'x: 1\n', 'ab.yaml': 'y: 2\n' })
    const tip = await repository.resolve('main')
    expect(tip).toMatch(/^[0-9a-f]{40}$/)
    expect([...(await repository.readTree(tip ?? '', ''))].map(([path]) => path)).toEqual([
      'README.md',
      'a/b.yaml',
      'ab.yaml',
    ])
    expect([...(await repository.readTree(tip ?? '', 'a'))]).toEqual([['a/b.yaml', 'x: 1\n']])
    expect([...(await repository.readTree(tip ?? '', 'ab.yaml'))]).toEqual([['ab.yaml', 'y: 2\n']])
    expect([...(await repository.readTree(tip ?? '', 'nowhere'))]).toEqual([])
    for (const folder of ['', 'a', 'ab.yaml', 'nowhere']) {
      const read = await repository.readTree(tip ?? '', folder)
      expect(await repository.listTree(tip ?? '', folder)).toEqual([...read.keys()])
      expect(await repository.sizeOf(tip ?? '', folder)).toBe([...read.values()].join('').length)
    }
  })

  test('the message of a commit of ours is as it was given', async () => {
    const { repository } = await subject()
    const message = 'What it does\n\nIsthmus-asked-by: 0123456789abcdef'
    const pushed = await repository.pushBranch({ ...requestOf(changeOf({ 'a.yaml': 'x: 1\n' })), message })
    expect((await repository.messageOf(pushed.outcome === 'foreign' ? '' : pushed.commit)).trim()).toBe(message)
  })

  test('what differs from one commit to another, and nothing else', async () => {
    const { repository, personCommits } = await subject()
    await personCommits('main', { 'a/b.yaml': 'x: 1\n', 'a/same.yaml': 's\n', 'ab.yaml': 'y: 2\n' })
    const before = (await repository.resolve('main')) ?? ''
    await personCommits('main', { 'a/b.yaml': 'x: 2\n', 'a/new.yaml': 'n\n', 'ab.yaml': 'y: 3\n' })
    const after = (await repository.resolve('main')) ?? ''
    const changed = async (from: string, to: string, folder: string) =>
      [...(await repository.changedFiles(from, to, folder))].sort()
    expect(await changed(before, after, 'a')).toEqual([
      ['a/b.yaml', 'x: 2\n'],
      ['a/new.yaml', 'n\n'],
    ])
    expect(await changed(after, before, 'a')).toEqual([
      ['a/b.yaml', 'x: 1\n'],
      ['a/new.yaml', undefined],
    ])
    expect((await changed(before, after, '')).map(([path]) => path)).toEqual(['a/b.yaml', 'a/new.yaml', 'ab.yaml'])
    expect([...(await changed(after, after, 'a')), ...(await changed(before, after, 'nowhere'))]).toEqual([])
  })

  test('the default branch is known, another one is not there', async () => {
    const { repository } = await subject()
    expect(repository.defaultBranch).toBe('main')
    expect(await repository.resolve('isthmus/none')).toBeUndefined()
  })

  test('branches by how their names begin', async () => {
    const { repository, personCommits } = await subject()
    await personCommits('queue/main/pr-1', { 'a.yaml': 'a: 1\n' })
    await personCommits('queued', { 'b.yaml': 'b: 1\n' })
    const tip = await repository.resolve('queue/main/pr-1')
    expect([...(await repository.heads('queue/'))]).toEqual([['queue/main/pr-1', tip]])
    expect([...(await repository.heads('')).keys()].sort()).toEqual(['main', 'queue/main/pr-1', 'queued'])
    expect([...(await repository.heads('none/'))]).toEqual([])
  })

  test('where two branches parted', async () => {
    const { repository, personCommits } = await subject()
    const parted = await repository.resolve('main')
    await personCommits('feature', { 'a.yaml': 'a: 1\n' })
    await personCommits('main', { 'b.yaml': 'b: 1\n' })
    expect(await repository.mergeBase('main', 'feature')).toBe(parted)
    expect(await repository.mergeBase((await repository.resolve('feature')) ?? '', 'main')).toBe(parted)
    expect(await repository.resolve(`${await repository.resolve('feature')}~1`)).toBe(parted)
    expect(await repository.resolve(`${parted}~1`)).toBeUndefined()
    expect(await repository.mergeBase('main', 'main')).toBe(await repository.resolve('main'))
  })

  test('a change becomes a branch with one commit; the same change again is nothing new', async () => {
    const { repository } = await subject()
    const change = changeOf({ 'rendered/gdw/a.yaml': 'a: 1\n' }, ['README.md'])
    const first = await repository.pushBranch(requestOf(change))
    expect(first.outcome).toBe('pushed')
    const tip = await repository.resolve(branch)
    expect(first).toEqual({ outcome: 'pushed', commit: tip })
    expect([...(await repository.readTree(tip ?? '', ''))]).toEqual([['rendered/gdw/a.yaml', 'a: 1\n']])
    expect(await repository.pushBranch({ ...requestOf(change), when: '2027-01-01T00:00:00Z' })).toEqual({
      outcome: 'unchanged',
      commit: tip,
    })
  })

  test('another change replaces ours', async () => {
    const { repository } = await subject()
    await repository.pushBranch(requestOf(changeOf({ 'a.yaml': '1\n' })))
    expect((await repository.pushBranch(requestOf(changeOf({ 'b.yaml': '2\n' })))).outcome).toBe('pushed')
    const tip = (await repository.resolve(branch)) ?? ''
    expect([...(await repository.readTree(tip, '')).keys()]).toEqual(['README.md', 'b.yaml'])
  })

  test('what the base already holds is no change, and touches no branch', async () => {
    const { repository } = await subject()
    const pushed = await repository.pushBranch(requestOf(changeOf({ 'README.md': 'hello\n' }, ['gone.yaml'])))
    expect(pushed).toEqual({ outcome: 'empty', commit: await repository.resolve('main') })
    expect(await repository.resolve(branch)).toBeUndefined()
  })

  test('a base that moved elsewhere leaves the branch alone; one that moved under the change renews it', async () => {
    const { repository, personCommits } = await subject()
    const change = changeOf({ 'rendered/a.yaml': 'a: 1\n' })
    await repository.pushBranch(requestOf(change))
    await personCommits('main', { 'elsewhere.yaml': 'x\n' })
    expect((await repository.pushBranch(requestOf(change))).outcome).toBe('unchanged')
    await personCommits('main', { 'rendered/a.yaml': 'a: 0\n' })
    expect((await repository.pushBranch(requestOf(change))).outcome).toBe('pushed')
    const tip = (await repository.resolve(branch)) ?? ''
    expect([...(await repository.readTree(tip, '')).keys()]).toContain('elsewhere.yaml')
  })

  test('what a change was made from must still be so on main; elsewhere main may move', async () => {
    const { repository, personCommits } = await subject()
    await personCommits('main', { 'rendered/a.yaml': 'a: 0\n', 'rendered/gdw/b.yaml': 'b\n' })
    const base = (await repository.resolve('main')) ?? ''
    const request = { ...requestOf(changeOf({ 'rendered/a.yaml': 'a: 1\n' }), base), madeFrom: ['rendered', 'none'] }
    await personCommits('main', { 'rendered-not.yaml': 'x\n' })
    expect((await repository.pushBranch(request)).outcome).toBe('pushed')
    const tip = await repository.resolve(branch)
    await personCommits('main', { 'rendered/gdw/b.yaml': 'c\n' })
    const moved = { code: 'git/base-moved', retry: true }
    await expect(repository.pushBranch(request)).rejects.toMatchObject(moved)
    expect(await repository.resolve(branch)).toBe(tip)
    expect((await repository.pushBranch({ ...request, madeFrom: ['rendered/a.yaml'] })).outcome).toBe('unchanged')
  })

  test('a base that is older than what the branch stands on makes nobody else’s commit of it', async () => {
    const { repository, personCommits } = await subject()
    const base = (await repository.resolve('main')) ?? ''
    await personCommits('main', { 'elsewhere.yaml': 'x\n' })
    const change = changeOf({ 'a.yaml': '1\n' })
    await repository.pushBranch(requestOf(change))
    expect((await repository.pushBranch(requestOf(change, base))).outcome).toBe('unchanged')
    expect((await repository.pushBranch(requestOf(changeOf({ 'a.yaml': '2\n' }), base))).outcome).toBe('pushed')
  })

  test("a person's commit on our branch is kept", async () => {
    const { repository, personCommits } = await subject()
    await repository.pushBranch(requestOf(changeOf({ 'a.yaml': '1\n' })))
    await personCommits(branch, { 'a.yaml': 'by hand\n' })
    const tip = await repository.resolve(branch)
    const pushed = await repository.pushBranch(requestOf(changeOf({ 'a.yaml': '2\n' })))
    expect(pushed).toMatchObject({ outcome: 'foreign', commit: { id: tip, author: person } })
    expect(await repository.deleteBranch(branch, bot)).toBe('foreign')
    expect(await repository.resolve(branch)).toBe(tip)
  })

  test('a commit of ours goes on top of a person’s, where the branch is still there', async () => {
    const { repository, personCommits } = await subject()
    await personCommits('feature', { 'a.yaml': 'theirs\n' })
    const expected = (await repository.resolve('feature')) ?? ''
    const request = {
      branch: 'feature',
      expected,
      change: changeOf({ 'rendered/a.yaml': '1\n' }, ['README.md']),
      message: 'Render',
      author: bot,
      when: noon,
    }
    const first = await repository.commitOnTop(request)
    const tip = (await repository.resolve('feature')) ?? ''
    expect(first).toEqual({ outcome: 'pushed', commit: tip })
    expect([...(await repository.readTree(tip, ''))]).toEqual([
      ['a.yaml', 'theirs\n'],
      ['rendered/a.yaml', '1\n'],
    ])
    expect(await repository.commitOnTop({ ...request, expected: tip })).toEqual({ outcome: 'unchanged', commit: tip })
    await personCommits('feature', { 'b.yaml': 'more\n' })
    const theirs = await repository.resolve('feature')
    for (const stale of [expected, tip]) {
      const late = { ...request, expected: stale, change: changeOf({ 'rendered/a.yaml': '2\n' }) }
      expect(await repository.commitOnTop(late)).toEqual({ outcome: 'moved' })
    }
    expect(await repository.resolve('feature')).toBe(theirs)
    await expect(repository.commitOnTop({ ...request, branch: 'main' })).rejects.toMatchObject({ code: 'git/bad-ref' })
  })

  test('a branch of ours is deleted once', async () => {
    const { repository } = await subject()
    await repository.pushBranch(requestOf(changeOf({ 'a.yaml': '1\n' })))
    expect(await repository.deleteBranch(branch, bot)).toBe('deleted')
    expect(await repository.deleteBranch(branch, bot)).toBe('absent')
    expect(await repository.resolve(branch)).toBeUndefined()
  })

  test('an orphan branch grows line by line, holds nothing else, and stays where nothing is added', async () => {
    const { repository } = await subject()
    const append = (line: string) =>
      repository.appendOrphan({
        ...requestOf(changeOf({})),
        branch: 'isthmus/history',
        file: 'gdw.jsonl',
        edit: (text) => `${text}${line}`,
      })
    await append('one\n')
    await append('two\n')
    const tip = await repository.resolve('isthmus/history')
    expect([...(await repository.readTree(tip ?? '', ''))]).toEqual([['gdw.jsonl', 'one\ntwo\n']])
    await append('')
    expect(await repository.resolve('isthmus/history')).toBe(tip)
  })

  test('many who append at once lose nothing', async () => {
    const { repository } = await subject()
    const names = ['a', 'b', 'c']
    await Promise.all(
      names.map((name) =>
        repository.appendOrphan({
          ...requestOf(changeOf({})),
          branch: 'isthmus/history',
          file: 'gdw.jsonl',
          edit: (text) => `${text}${name}\n`,
        }),
      ),
    )
    const tip = (await repository.resolve('isthmus/history')) ?? ''
    const text = (await repository.readTree(tip, '')).get('gdw.jsonl') ?? ''
    expect(text.trim().split('\n').sort()).toEqual(names)
  })

  test('names and paths that mean something else to Git are refused, and so is the branch that counts as merged', async () => {
    const { repository } = await subject()
    const badRef = expect.objectContaining({ code: 'git/bad-ref', hint: expect.stringMatching(/./) })
    const names = [
      '-u',
      '--exec=x',
      'a..b',
      'a b',
      'HEAD',
      'x.lock',
      'a//b',
      '',
      '@{0}',
      'a\nb',
      repository.defaultBranch,
    ]
    for (const name of names) {
      await expect(repository.pushBranch({ ...requestOf(changeOf({ a: '1' })), branch: name }), name).rejects.toEqual(
        badRef,
      )
      await expect(repository.deleteBranch(name, bot), name).rejects.toEqual(badRef)
    }
    for (const path of ['../x', '/etc/passwd', 'a/../b', '.git/config', 'a//b', '']) {
      const pushed = repository.pushBranch(requestOf(changeOf({ [path]: 'x' })))
      await expect(pushed, path).rejects.toMatchObject({ code: 'git/bad-path' })
    }
  })
}
