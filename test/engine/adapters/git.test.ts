import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { queryObjects } from 'node:v8'
import { expect, test } from 'vitest'
import { openRepository } from '../../../engine/adapters/git.ts'
import { TOO_LARGE } from '../../../engine/model/git.ts'
import { branch, changeOf, requestOf } from '../../contracts/repository.ts'
import {
  bot,
  commit,
  person,
  scratchFolder,
  scratchLocal,
  scratchRepository,
  shell,
  write,
} from '../../contracts/scratch-repository.ts'

const variables = process.env
const open = (directory: string, more: Readonly<Record<string, string>> = {}) =>
  openRepository({ directory, variables: { ...variables, ...more } })
const failsWith = (code: string) => expect.objectContaining({ code, hint: expect.stringMatching(/\w/) })

/** A `git` ahead of the real one on the PATH: `script` runs before each command that matches. */
function gitThat(pattern: string, script: string): Readonly<Record<string, string>> {
  const folder = scratchFolder()
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()
  const path = join(folder, 'git')
  writeFileSync(
    path,
    `#!/bin/sh\ncase " $* " in *"${pattern}"*) PATH="${variables.PATH}"; ${script};; esac\nexec ${real} "$@"\n`,
  )
  chmodSync(path, 0o755)
  return { PATH: `${folder}:${variables.PATH}` }
}

test("nothing in a person's checkout changes, whatever is written", async () => {
  const { work } = scratchRepository()
  write(work, { 'README.md': 'being edited\n', 'new.txt': 'untracked\n', 'staged.txt': 'staged\n' })
  shell(work, 'add', 'staged.txt')
  const state = () => [
    shell(work, 'status', '--porcelain'),
    shell(work, 'branch', '--list'),
    shell(work, 'rev-parse', 'HEAD'),
    readFileSync(join(work, '.git/index')).toString('hex'),
    readFileSync(join(work, 'README.md'), 'utf8'),
    existsSync(join(work, '.git/FETCH_HEAD')),
  ]
  const before = state()
  const repository = await open(work)
  await repository.pushBranch(requestOf(changeOf({ 'README.md': 'ours\n', 'staged.txt': 'ours\n' })))
  await repository.appendOrphan({ ...requestOf(changeOf({})), branch: 'isthmus/history', file: 'a', edit: () => 'x\n' })
  await repository.deleteBranch(branch, bot)
  expect(state()).toEqual(before)
  expect(shell(work, 'for-each-ref', 'refs/isthmus')).toBe('')
})

test('a default branch that is switched or renamed under a running server is noticed', async () => {
  const { work, remote } = scratchRepository()
  const repository = await open(work)
  await repository.checkDefaultBranch()
  shell(remote, 'branch', 'other', 'main')
  await repository.checkDefaultBranch()
  shell(remote, 'branch', '-m', 'main', 'trunk')
  await expect(repository.checkDefaultBranch()).rejects.toMatchObject({
    code: 'repository/default-branch-changed',
    message: 'the default branch is trunk now, and was main at the start',
  })
  expect((await open(work)).defaultBranch).toBe('trunk')
  await (await open(scratchLocal())).checkDefaultBranch()
})

test('a default branch whose history was rewritten leaves no proposal behind, and none of its old commits in one', async () => {
  const { root, work, remote } = scratchRepository()
  commit(work, { 'secret.txt': 'oops\n' }, 'A secret')
  shell(work, 'push', '-q', 'origin', 'main')
  shell(root, 'clone', '-q', remote, 'server')
  const repository = await open(join(root, 'server'))
  const request = requestOf(changeOf({ 'a.yaml': '1\n' }))
  await repository.pushBranch(request)
  shell(work, 'reset', '-q', '--hard', 'HEAD~1')
  commit(work, { 'other.txt': 'x\n' }, 'Without it')
  shell(work, 'push', '-q', '--force', 'origin', 'main')
  const pushed = await repository.pushBranch(request)
  expect(pushed.outcome).toBe('pushed')
  expect(shell(remote, 'log', '--format=%s', branch).trim().split('\n').slice(1)).toEqual([
    'Without it',
    'Desired state',
  ])
  // A commit of a person is kept, whatever stands below it.
  shell(work, 'fetch', '-q')
  shell(work, 'checkout', '-q', '-B', branch, `origin/${branch}`)
  commit(work, { 'mine.txt': 'x\n' }, 'Mine')
  shell(work, 'push', '-q', 'origin', branch)
  shell(work, 'checkout', '-q', 'main')
  shell(work, 'commit', '-q', '--amend', '-m', 'Once more')
  shell(work, 'push', '-q', '--force', 'origin', 'main')
  expect(await repository.pushBranch(request)).toMatchObject({ outcome: 'foreign', commit: { subject: 'Mine' } })
  expect(await repository.deleteBranch(branch, bot)).toBe('foreign')
  shell(remote, 'update-ref', `refs/heads/${branch}`, `${branch}~1`)
  expect(await repository.deleteBranch(branch, bot)).toBe('deleted')
})

test('who brings our branch up to date with the default one has added nothing to it, and who merges anything else has', async () => {
  const { work, remote } = scratchRepository()
  const repository = await open(work)
  const request = requestOf(changeOf({ 'a.yaml': '1\n' }))
  const merged = async (from: string, extra: Readonly<Record<string, string>> = {}) => {
    shell(work, 'fetch', '-q')
    shell(work, 'checkout', '-q', '-B', branch, `origin/${branch}`)
    shell(work, 'merge', '-q', '--no-ff', '--no-commit', from)
    commit(work, extra, `Merge ${from}`)
    shell(work, 'push', '-q', 'origin', branch)
    shell(work, 'checkout', '-q', 'main')
    return shell(remote, 'rev-parse', branch).trim()
  }
  const moveOn = (name: string) => {
    commit(work, { [name]: 'x\n' })
    shell(work, 'push', '-q', 'origin', 'main')
  }
  await repository.pushBranch(request)
  moveOn('one.txt')
  await merged('origin/main')
  moveOn('two.txt')
  const tip = await merged('origin/main')
  expect(await repository.pushBranch(request)).toEqual({ outcome: 'unchanged', commit: tip })
  const other = requestOf(changeOf({ 'a.yaml': '2\n' }))
  expect((await repository.pushBranch(other)).outcome).toBe('pushed')
  moveOn('three.txt')
  await merged('origin/main', { 'mine.txt': 'x\n' })
  expect(await repository.pushBranch(other)).toMatchObject({ outcome: 'foreign', commit: { author: person } })
  shell(remote, 'update-ref', `refs/heads/${branch}`, `${branch}^1`)
  shell(work, 'checkout', '-q', '-b', 'feature')
  commit(work, { 'feature.txt': 'x\n' })
  await merged('feature')
  expect((await repository.pushBranch(other)).outcome).toBe('foreign')
})

test('what its work leaves in a clone is packed where it is much, and all of it is still there', async () => {
  const { work } = scratchRepository()
  const repository = await open(work)
  const limits = { looseObjects: 12, packs: 20 }
  expect(await repository.tidy(limits)).toBe(false)
  const refs = () => shell(work, 'for-each-ref', '--format=%(refname) %(objectname)')
  for (let each = 0; each < 6; each++) {
    const change = changeOf({ [`${each}.yaml`]: 'a: 1\n' })
    await repository.pushBranch({ ...requestOf(change), when: `2026-02-01T00:00:0${each}Z` })
  }
  const lost = shell(work, 'rev-parse', 'origin/isthmus/change-gdw').trim()
  await repository.deleteBranch(branch, bot)
  const before = refs()
  expect(await repository.tidy(limits)).toBe(true)
  expect(shell(work, 'count-objects')).toMatch(/^0 objects/)
  expect([refs(), shell(work, 'cat-file', '-t', lost).trim()]).toEqual([before, 'commit'])
  shell(work, 'fsck', '--strict')
  expect(await repository.tidy(limits)).toBe(false)
  expect((await repository.pushBranch(requestOf(changeOf({ a: '1' })))).outcome).toBe('pushed')
})

test('a command leaves nothing in memory, however many there were', async () => {
  const repository = await open(scratchLocal())
  await repository.resolve('main')
  // Collects garbage, then counts.
  const promises = () => queryObjects(Promise, { format: 'count' })
  const before = promises()
  for (let each = 0; each < 30; each++) await repository.resolve('main')
  expect(promises() - before).toBeLessThan(15)
})

test('all that a command says comes, however much it is and however late', async () => {
  const { work } = scratchRepository()
  const text = 'a line of some length\n'.repeat(50_000)
  commit(work, { 'large.txt': text })
  const late = gitThat('rev-parse', '(sleep 0.2; echo late >&2) &')
  const repository = await open(work, late)
  const tip = shell(work, 'rev-parse', 'HEAD').trim()
  expect((await repository.readTree(tip, 'large.txt')).get('large.txt')?.length).toBe(text.length)
})

test('equal input gives an equal commit on every machine, with the given identity and date', async () => {
  const push = async () => {
    const { work, remote } = scratchRepository()
    await (await open(work)).pushBranch(requestOf(changeOf({ 'a b/ü"\\.yaml': 'x\r\n', empty: '' })))
    return shell(remote, 'log', '-1', '--format=%H %an <%ae> %aI %cn %cI %s', branch)
  }
  const first = await push()
  expect(first).toMatch(
    /^[0-9a-f]{40} Isthmus bot <isthmus-bot@isthmus.invalid> 2026-01-31T12:00:00(Z|\+00:00) Isthmus bot 2026-01-31T12:00:00(Z|\+00:00) Render gdw\n$/,
  )
  expect(await push()).toBe(first)
})

test('bytes arrive as they are, whatever Git is told about line ends and filters', async () => {
  const { work, remote } = scratchRepository()
  commit(work, { '.gitattributes': '* text=auto eol=crlf filter=evil\n' })
  shell(work, 'config', 'filter.evil.clean', `touch ${work}/ran`)
  shell(work, 'push', '-q')
  await (await open(work)).pushBranch(requestOf(changeOf({ 'a.yaml': 'a\r\nb\n' })))
  expect(shell(remote, 'cat-file', 'blob', `${branch}:a.yaml`)).toBe('a\r\nb\n')
  expect(existsSync(join(work, 'ran'))).toBe(false)
})

test("a repository's own hooks do not run", async () => {
  const { work } = scratchRepository()
  for (const hook of ['pre-push', 'reference-transaction', 'post-commit']) {
    const path = join(work, '.git/hooks', hook)
    mkdirSync(join(work, '.git/hooks'), { recursive: true })
    writeFileSync(path, `#!/bin/sh\ntouch ${work}/ran\nexit 1\n`)
    chmodSync(path, 0o755)
  }
  expect((await (await open(work)).pushBranch(requestOf(changeOf({ a: '1' })))).outcome).toBe('pushed')
  expect(existsSync(join(work, 'ran'))).toBe(false)
})

test('variables that would point Git elsewhere are not passed on', async () => {
  const { work } = scratchRepository()
  const repository = await open(work, {
    GIT_DIR: '/nowhere',
    GIT_INDEX_FILE: '/nowhere',
    GIT_EXTERNAL_DIFF: 'false',
    PAGER: 'false',
  })
  expect((await repository.pushBranch(requestOf(changeOf({ a: '1' })))).outcome).toBe('pushed')
})

test('what a clone puts in the place of a commit does not count, and no setting pushes more than one branch', async () => {
  const { work } = scratchRepository()
  const before = await (await open(work)).readTree('main', '')
  write(work, { 'README.md': 'another\n' })
  shell(work, 'commit', '--all', '--message', 'never pushed')
  shell(work, 'replace', 'origin/main', 'HEAD')
  shell(work, 'config', 'remote.origin.mirror', 'true')
  const repository = await open(work)
  expect(await repository.readTree('main', '')).toEqual(before)
  await repository.pushBranch(requestOf(changeOf({ 'a.yaml': 'a: 1\n' })))
  expect(shell(work, 'ls-remote', 'origin', `refs/heads/${branch}`)).toMatch(/^[0-9a-f]{40}/)
})

test('a branch may be named as the clone names it', async () => {
  const { work } = scratchRepository()
  shell(work, 'branch', 'mine')
  const repository = await open(work)
  const main = shell(work, 'rev-parse', 'origin/main').trim()
  expect(await repository.resolve('origin/main')).toBe(main)
  expect(await repository.resolve('origin/main^0')).toBe(main)
  expect(await repository.resolve('origin/mine')).toBe(undefined)
  shell(work, 'push', '--quiet', 'origin', 'main~0:refs/heads/origin/main')
  write(work, { 'README.md': 'newer\n' })
  shell(work, 'commit', '--quiet', '--all', '--message', 'newer')
  shell(work, 'push', '--quiet', 'origin', 'HEAD:refs/heads/main')
  expect(await repository.resolve('origin/main'), 'a branch that is called so').toBe(main)
})

test('a branch that moves while it is being pushed is refused, and stays as somebody left it', async () => {
  const { work, remote } = scratchRepository()
  const other = shell(remote, 'commit-tree', '-p', 'main', '-m', 'faster', 'main^{tree}').trim()
  const repository = await open(
    work,
    gitThat(' push ', `git --git-dir ${remote} update-ref refs/heads/${branch} ${other}`),
  )
  await expect(repository.pushBranch(requestOf(changeOf({ a: '1' })))).rejects.toEqual(failsWith('git/push-refused'))
  expect(shell(remote, 'rev-parse', branch).trim()).toBe(other)
})

test('a history that somebody appends to at the same moment is appended to again', async () => {
  const { work, remote, root } = scratchRepository()
  const once = `test -e ${root}/once || { touch ${root}/once; b=$(echo theirs | git --git-dir ${remote} hash-object -w --stdin); t=$(printf '100644 blob %s\\tgdw.jsonl\\n' $b | git --git-dir ${remote} mktree); c=$(git -c user.name=x -c user.email=x@y --git-dir ${remote} commit-tree -m x $t); git --git-dir ${remote} update-ref refs/heads/isthmus/history $c; }`
  const repository = await open(work, gitThat(' push ', once))
  const asked: string[] = []
  const edit = (text: string) => {
    asked.push(text)
    return `${text}ours\n`
  }
  await repository.appendOrphan({ ...requestOf(changeOf({})), branch: 'isthmus/history', file: 'gdw.jsonl', edit })
  expect(asked).toEqual(['', 'theirs\n'])
  expect(shell(remote, 'show', 'isthmus/history:gdw.jsonl')).toBe('theirs\nours\n')
})

test('appends of one process go together, a commit for each, and what one of them throws concerns no other', async () => {
  const { work, remote, root } = scratchRepository()
  const repository = await open(work, gitThat(' push ', `echo push >> ${root}/pushes`))
  const append = (i: number) =>
    repository.appendOrphan({
      ...requestOf(changeOf({})),
      branch: 'isthmus/history',
      file: `${i % 3}.jsonl`,
      edit: (text) => {
        if (i === 4) throw new Error('no fourth')
        return `${text}${i}\n`
      },
    })
  const outcomes = await Promise.allSettled(Array.from({ length: 9 }, (_, i) => append(i)))
  expect(outcomes.flatMap((each, i) => (each.status === 'rejected' ? [i] : []))).toEqual([4])
  const texts = [0, 1, 2].map((i) => shell(remote, 'show', `isthmus/history:${i}.jsonl`))
  expect(texts).toEqual(['0\n3\n6\n', '1\n7\n', '2\n5\n8\n'])
  expect(shell(remote, 'rev-list', '--count', 'isthmus/history').trim()).toBe('8')
  expect(readFileSync(`${root}/pushes`, 'utf8').split('\n')).toHaveLength(3)
})

test('a history that holds bytes that are no text is appended to, not begun anew', async () => {
  const { work, remote, root } = scratchRepository()
  shell(root, 'clone', '-q', remote, 'other')
  const other = join(root, 'other')
  shell(other, 'checkout', '-q', '--orphan', 'isthmus/history')
  writeFileSync(join(other, 'gdw.jsonl'), Buffer.from([0x61, 0x0a, 0xff, 0x00, 0x0a]))
  shell(other, 'add', 'gdw.jsonl')
  shell(other, '-c', 'user.name=x', '-c', 'user.email=x@y', 'commit', '-q', '-m', 'x')
  shell(other, 'push', '-q', 'origin', 'isthmus/history')
  const repository = await open(work)
  const edit = (text: string) => `${text}ours\n`
  await repository.appendOrphan({ ...requestOf(changeOf({})), branch: 'isthmus/history', file: 'gdw.jsonl', edit })
  expect(shell(remote, 'show', 'isthmus/history:gdw.jsonl')).toMatch(/^a\n.*\n?ours\n$/s)
})

test('what others did is seen at the next question; where nobody did anything, one process asks', async () => {
  const { work, root, remote } = scratchRepository()
  const { PATH } = gitThat('', `echo "$*" >> ${root}/commands`)
  const repository = await openRepository({ directory: work, variables: { ...variables, PATH } })
  const commands = () => {
    const said = existsSync(`${root}/commands`) ? readFileSync(`${root}/commands`, 'utf8') : ''
    writeFileSync(`${root}/commands`, '')
    return said.split('\n').length - 1
  }
  commands()
  const main = await repository.resolve('main')
  await repository.readTree(main ?? '', 'README.md')
  commands()
  expect(await repository.resolve('main')).toBe(main)
  await repository.readTree(main ?? '', 'README.md')
  expect(commands()).toBe(1)
  // What there is at a commit is known by now: of another path only the files are read.
  await repository.readTree(main ?? '', 'nothing-there')
  expect(commands()).toBe(0)
  shell(root, 'clone', '-q', remote, 'second')
  const id = commit(join(root, 'second'), { b: '2' })
  shell(join(root, 'second'), 'push', '-q', 'origin', 'HEAD:main', 'HEAD:extra')
  expect([await repository.resolve('main'), await repository.resolve('extra')]).toEqual([id, id])
  expect((await repository.readTree(id ?? '', 'b')).get('b')).toBe('2')
  shell(join(root, 'second'), 'push', '-q', 'origin', ':extra')
  expect(await repository.resolve('extra')).toBeUndefined()
})

test('two clones that push one branch at once: one lands, the other is told', async () => {
  const { work, root, remote } = scratchRepository()
  shell(root, 'clone', '-q', remote, 'second')
  const [one, two] = await Promise.all([open(work), open(join(root, 'second'))])
  const results = await Promise.allSettled([
    one.pushBranch(requestOf(changeOf({ a: 'one' }))),
    two.pushBranch(requestOf(changeOf({ a: 'two' }))),
  ])
  const texts = results.map((each) =>
    each.status === 'fulfilled' ? each.value.outcome : (each.reason as { code: string }).code,
  )
  expect(texts).toContain('pushed')
  for (const text of texts) expect(['pushed', 'git/push-refused']).toContain(text)
  expect(shell(remote, 'rev-list', '--count', `main..${branch}`).trim()).toBe('1')
})

test("a commit of ours that a person amended is that person's", async () => {
  const { work, remote } = scratchRepository()
  const repository = await open(work)
  await repository.pushBranch(requestOf(changeOf({ a: '1' })))
  shell(work, 'fetch', '-q')
  shell(work, 'checkout', '-q', branch)
  shell(work, 'commit', '-q', '--amend', '--no-edit')
  shell(work, 'push', '-q', '-f', 'origin', branch)
  const pushed = await repository.pushBranch(requestOf(changeOf({ a: '2' })))
  expect(pushed).toMatchObject({ outcome: 'foreign', commit: { author: person } })
  expect(shell(remote, 'show', `${branch}:a`)).toBe('1')
})

test('a rule of the remote that refuses the push is named as that', async () => {
  const { work, remote } = scratchRepository()
  writeFileSync(join(remote, 'hooks/pre-receive'), '#!/bin/sh\necho "not you" >&2\nexit 1\n')
  chmodSync(join(remote, 'hooks/pre-receive'), 0o755)
  await expect((await open(work)).pushBranch(requestOf(changeOf({ a: '1' })))).rejects.toEqual(
    failsWith('git/push-declined'),
  )
})

test('a branch that is checked out here is left alone where there is no remote', async () => {
  const work = scratchLocal()
  shell(work, 'checkout', '-q', '-b', branch)
  const repository = await open(work)
  await expect(repository.pushBranch(requestOf(changeOf({ a: '1' })))).rejects.toEqual(
    failsWith('git/branch-checked-out'),
  )
})

test('refs: branch, tag, commit, steps back; a branch that only this clone has does not count', async () => {
  const { work } = scratchRepository()
  const first = shell(work, 'rev-parse', 'HEAD').trim()
  const second = commit(work, { b: '2' })
  shell(work, 'push', '-q')
  shell(work, 'tag', 'v1', first)
  shell(work, 'branch', 'mine')
  const repository = await open(work)
  const asked = ['main', 'main~1', 'main^', 'v1', first, first.slice(0, 10), 'HEAD', 'mine', 'main~9', 'f'.repeat(40)]
  const found = await Promise.all(asked.map((ref) => repository.resolve(ref)))
  expect(found).toEqual([second, first, first, first, first, first, second, undefined, undefined, undefined])
  for (const ref of ['--all', 'a b', 'main:README.md', '@{u}', ':/x', 'main..HEAD', 'main^{tree}', '']) {
    await expect(repository.resolve(ref), ref).rejects.toEqual(failsWith('git/bad-ref'))
  }
})

test('links, binary files and submodules are no text; a link is replaced, not followed', async () => {
  const { work, remote, root } = scratchRepository()
  mkdirSync(join(root, 'outside'))
  symlinkSync(join(root, 'outside'), join(work, 'rendered'))
  writeFileSync(join(work, 'logo.png'), Buffer.from([0x89, 0x50, 0, 0xff]))
  writeFileSync(join(work, 'latin1.txt'), Buffer.from([0xe9, 0x0a]))
  shell(work, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module`)
  commit(work, { 'bom.yaml': '\ufeffa: 1\n' })
  shell(work, 'push', '-q')
  const repository = await open(work)
  const tip = (await repository.resolve('main')) ?? ''
  expect([...(await repository.readTree(tip, ''))]).toEqual([
    ['README.md', 'hello\n'],
    ['bom.yaml', '\ufeffa: 1\n'],
  ])
  await repository.pushBranch(requestOf(changeOf({ 'rendered/a.yaml': 'a\n' })))
  expect(shell(remote, 'show', `${branch}:rendered/a.yaml`)).toBe('a\n')
  expect(existsSync(join(root, 'outside/a.yaml'))).toBe(false)
})

test('names with spaces, quotes, line breaks and other scripts are read and written', async () => {
  const { work } = scratchRepository()
  const repository = await open(work)
  const names = ['a b', "it's", 'say "x"', 'new\nline', 'tab\there', 'grün', '日本', '-dash', ':(glob)*', '*']
  const change = changeOf(Object.fromEntries(names.map((name) => [`d/${name}.yaml`, `${name}\n`])))
  const pushed = await repository.pushBranch(requestOf(change))
  const read = await repository.readTree((await repository.resolve(branch)) ?? '', 'd')
  expect(pushed.outcome).toBe('pushed')
  expect(new Map([...read].sort())).toEqual(new Map([...change.write].sort()))
})

test('hundreds of files are read and written by a handful of processes', async () => {
  const { work } = scratchRepository()
  const log = join(scratchFolder(), 'commands')
  const repository = await open(work, gitThat('', `echo "$1" >> ${log}`))
  const files = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`rendered/gdw/p${i}.yaml`, `n: ${i}\n`]))
  await repository.pushBranch(requestOf(changeOf(files)))
  expect((await repository.readTree((await repository.resolve(branch)) ?? '', 'rendered')).size).toBe(600)
  expect(readFileSync(log, 'utf8').split('\n').length).toBeLessThan(20)
})

test('what differs between two commits is not read where it is more than anybody may propose', async () => {
  const { work } = scratchRepository()
  const before = shell(work, 'rev-parse', 'HEAD').trim()
  const after = commit(work, { 'rendered/gdw/a.yaml': 'a'.repeat(33 * 2 ** 20), 'b.yaml': 'b: 1\n' })
  const repository = await open(work)
  const message = expect.stringContaining('rendered/gdw/a.yaml has 34603008 bytes')
  await expect(repository.changedFiles(before, after, 'rendered')).rejects.toMatchObject({ code: TOO_LARGE, message })
  expect([...(await repository.changedFiles(before, after, 'b.yaml'))]).toEqual([['b.yaml', 'b: 1\n']])
})

test('a few trees that stand for ten million files are not listed', async () => {
  const { work } = scratchRepository()
  const tree = (lines: readonly string[]) =>
    execFileSync('git', ['mktree'], { cwd: work, input: lines.map((each) => `${each}\n`).join(''), encoding: 'utf8' })
  const ten = (line: (name: string) => string) => Array.from({ length: 10 }, (_, i) => line(`${i}`.repeat(200)))
  const blob = execFileSync('git', ['hash-object', '-w', '--stdin'], { cwd: work, input: 'a: 1\n', encoding: 'utf8' })
  let id = tree(ten((name) => `100644 blob ${blob.trim()}\t${name}.yaml`)).trim()
  for (let level = 0; level < 6; level++) id = tree(ten((name) => `040000 tree ${id}\t${name}`)).trim()
  const bomb = shell(work, 'commit-tree', id, '-m', 'bomb').trim()
  const repository = await open(work)
  await expect(repository.sizeOf(bomb, '')).rejects.toMatchObject({
    code: TOO_LARGE,
    message: 'git ls-tree says more than 32 MiB',
  })
  expect(await repository.sizeOf('main', '')).toBeGreaterThan(0)
})

test('a shallow clone is completed, so that its base is known', async () => {
  const { work, remote, root } = scratchRepository()
  commit(work, { b: '2' })
  shell(work, 'push', '-q')
  shell(root, 'clone', '-q', '--depth', '1', `file://${remote}`, 'shallow')
  const repository = await open(join(root, 'shallow'))
  const change = changeOf({ c: '3' })
  expect((await repository.pushBranch(requestOf(change, 'main~1'))).outcome).toBe('pushed')
  expect((await repository.pushBranch(requestOf(change))).outcome).toBe('unchanged')
})

test('the default branch is what the remote says, else main, master or the current one', async () => {
  const { work, remote } = scratchRepository()
  shell(work, 'push', '-q', 'origin', 'main:trunk')
  expect((await open(work)).defaultBranch).toBe('main')
  shell(remote, 'symbolic-ref', 'HEAD', 'refs/heads/trunk')
  expect((await open(work)).defaultBranch).toBe('trunk')
  shell(remote, 'symbolic-ref', 'HEAD', 'refs/heads/gone')
  expect((await open(work)).defaultBranch).toBe('main')
  const local = scratchLocal()
  shell(local, 'branch', '-m', 'work')
  expect((await open(local)).defaultBranch).toBe('work')
})

test('who works here, as Git is configured', async () => {
  const work = scratchLocal()
  expect(await (await open(work)).person()).toBeUndefined()
  shell(work, 'config', 'user.name', person.name)
  shell(work, 'config', 'user.email', person.email)
  expect(await (await open(work)).person()).toEqual(person)
})

test('what cannot be opened is said with a remedy', async () => {
  const { work, remote } = scratchRepository()
  const empty = scratchFolder()
  await expect(open(join(work, 'missing'))).rejects.toEqual(failsWith('git/no-directory'))
  await expect(open(empty)).rejects.toEqual(failsWith('git/not-a-repository'))
  shell(empty, 'init', '-q', '-b', 'main')
  await expect(open(empty)).rejects.toEqual(failsWith('git/no-commits'))
  await expect(open(work, { PATH: empty })).rejects.toEqual(failsWith('git/not-installed'))
  shell(work, 'remote', 'set-url', 'origin', `${remote}.gone`)
  await expect(open(work)).rejects.toEqual(failsWith('git/unreachable'))
  shell(work, 'config', 'protocol.ext.allow', 'always')
  shell(work, 'remote', 'set-url', 'origin', `ext::sh -c touch% ${work}/ran`)
  await expect(open(work)).rejects.toThrow(/transport 'ext' not allowed/)
  expect(existsSync(join(work, 'ran'))).toBe(false)
})

test('a bare repository is said to be one', async () => {
  const { work } = scratchRepository()
  const bare = join(scratchFolder(), 'bare.git')
  shell(work, 'clone', '--quiet', '--bare', work, bare)
  await expect(open(bare)).rejects.toEqual(failsWith('git/no-work-tree'))
})

test('a Git that hangs is ended', async () => {
  const { work } = scratchRepository()
  const hanging = { ...variables, ...gitThat(' ls-remote ', 'exec sleep 30') }
  await expect(openRepository({ directory: work, variables: hanging, silenceMs: 100 })).rejects.toEqual(
    failsWith('git/timeout'),
  )
})

test('an unknown base, a bad date and a nameless author are refused before anything is pushed', async () => {
  const { work, remote } = scratchRepository()
  const repository = await open(work)
  const request = requestOf(changeOf({ a: '1' }))
  await expect(repository.pushBranch({ ...request, base: 'nowhere' })).rejects.toEqual(failsWith('git/unknown-ref'))
  await expect(repository.pushBranch({ ...request, when: 'noon' })).rejects.toEqual(failsWith('git/bad-date'))
  await expect(repository.pushBranch({ ...request, author: { name: '<>', email: '' } })).rejects.toEqual(
    failsWith('git/bad-author'),
  )
  await expect(repository.readTree('nowhere', '')).rejects.toEqual(failsWith('git/unknown-ref'))
  expect(shell(remote, 'branch', '--list').trim()).toBe('* main')
})
