import { Failure } from '../../engine/model/failure.ts'
import type { AppendRequest, Author, Change, Commit, Pushed, PushRequest, Repository } from '../../engine/model/git.ts'
import { digest } from '../../engine/model/names.ts'

type Files = ReadonlyMap<string, string>

interface Stored extends Commit {
  readonly message: string
  readonly parent: string | undefined
  readonly files: Files
}

export interface FakeRepository extends Repository {
  /** Commits on a branch, made from the default branch where it is new. A file that is undefined is deleted. */
  commitAs(author: Author, branch: string, files: Readonly<Record<string, string | undefined>>): void
  /** Where a branch is from now on, as a forge or somebody who forces a push moves it. */
  moveByHand(branch: string, commit: string): void
  /** A person, or the forge after a merge, takes a branch away. */
  removeByHand(branch: string): void
  /** Branches and what they hold. */
  branches(): ReadonlyMap<string, Files>
}

/** A repository in memory that keeps the port's promises. */
export function fakeRepository(initial: Readonly<Record<string, string>> = { 'README.md': 'hello\n' }): FakeRepository {
  const commits = new Map<string, Stored>()
  const tips = new Map<string, string>()
  const store = (parent: string | undefined, files: Files, author: Author, message: string): string => {
    const text = JSON.stringify([parent ?? null, [...files], author, message, commits.size])
    const id = digest(text, 40)
    commits.set(id, { id, parent, files: sorted(files), author, message, subject: message.split('\n')[0] ?? '' })
    return id
  }
  const filesOf = (id: string | undefined): Files =>
    id === undefined ? new Map() : (commits.get(id)?.files ?? new Map())
  const resolve = (ref: string): string | undefined =>
    ref.endsWith('~1')
      ? commits.get(resolve(ref.slice(0, -2)) ?? '')?.parent
      : (tips.get(ref) ?? (commits.has(ref) ? ref : undefined))
  const lineage = (id: string | undefined): readonly Stored[] => {
    const commit = id === undefined ? undefined : commits.get(id)
    return commit ? [commit, ...lineage(commit.parent)] : []
  }
  const ownCommits = (base: string, tip: string) => {
    const known = new Set(lineage(base).map((each) => each.id))
    return lineage(tip).filter((each) => !known.has(each.id))
  }
  tips.set(
    'main',
    store(undefined, new Map(Object.entries(initial)), { name: 'Ada', email: 'ada@example.com' }, 'Start'),
  )

  function pushBranch({ branch, base, change, author, message, madeFrom = [] }: PushRequest): Pushed {
    checkBranch(branch)
    const start = resolve(base)
    if (start === undefined) throw failure('git/unknown-ref')
    const read = (id: string | undefined) =>
      new Map(
        [...filesOf(id)].filter(([path]) => madeFrom.some((each) => path === each || path.startsWith(`${each}/`))),
      )
    if (differenceOf(read(start), read(tips.get('main'))) !== '[]') throw failure('git/base-moved', true)
    const wanted = apply(filesOf(start), change)
    const difference = differenceOf(filesOf(start), wanted)
    if (difference === '[]') return { outcome: 'empty', commit: start }
    const tip = tips.get(branch)
    const own =
      tip === undefined ? [] : ownCommits(start, tip).filter((each) => !lineage(tips.get('main')).includes(each))
    const foreign = own.find((each) => each.author.email !== author.email)
    if (foreign)
      return { outcome: 'foreign', commit: { id: foreign.id, author: foreign.author, subject: foreign.subject } }
    const [only] = own
    if (only && own.length === 1 && differenceOf(filesOf(only.parent), only.files) === difference) {
      return { outcome: 'unchanged', commit: only.id }
    }
    const commit = store(start, wanted, author, message)
    tips.set(branch, commit)
    return { outcome: 'pushed', commit }
  }

  return {
    defaultBranch: 'main',
    resolve: async (ref) => resolve(ref),
    heads: async (prefix) => new Map([...tips].filter(([branch]) => branch.startsWith(prefix))),
    mergeBase: async (one, other) => {
      const held = new Set(lineage(resolve(one)).map((each) => each.id))
      return lineage(resolve(other)).find((each) => held.has(each.id))?.id
    },
    messageOf: async (commit) => commits.get(commit)?.message ?? '',
    readTree: async (commit, path) => below(filesOf(resolve(commit)), path),
    listTree: async (commit, path) => [...below(filesOf(resolve(commit)), path).keys()],
    sizeOf: async (commit, path) => [...below(filesOf(resolve(commit)), path).values()].join('').length,
    changedFiles: async (from, to, path) => {
      const [before, after] = [below(filesOf(resolve(from)), path), below(filesOf(resolve(to)), path)]
      const paths = [...new Set([...after.keys(), ...before.keys()])]
      return new Map(
        paths.filter((each) => before.get(each) !== after.get(each)).map((each) => [each, after.get(each)]),
      )
    },
    pushBranch: async (request) => pushBranch(request),
    fetchHead: async (ref, commit) => commits.has(commit) && ref.startsWith('refs/'),
    commitOnTop: async ({ branch, expected, change, author, message }) => {
      checkBranch(branch)
      if (branch === 'main') throw failure('git/bad-ref')
      if (tips.get(branch) !== expected) return { outcome: 'moved' }
      const wanted = apply(filesOf(expected), change)
      if (differenceOf(filesOf(expected), wanted) === '[]') return { outcome: 'unchanged', commit: expected }
      const commit = store(expected, wanted, author, message)
      tips.set(branch, commit)
      return { outcome: 'pushed', commit }
    },
    appendOrphan: async ({ branch, file, edit, author, message }: AppendRequest) => {
      checkBranch(branch)
      const tip = tips.get(branch)
      const before = filesOf(tip).get(file) ?? ''
      const after = edit(before)
      if (after !== before) tips.set(branch, store(tip, new Map([...filesOf(tip), [file, after]]), author, message))
    },
    deleteBranch: async (branch, author) => {
      checkBranch(branch)
      const tip = tips.get(branch)
      if (tip === undefined) return 'absent'
      if (ownCommits(tips.get('main') ?? '', tip).some((each) => each.author.email !== author.email)) return 'foreign'
      tips.delete(branch)
      return 'deleted'
    },
    commitAs: (author, branch, files) => {
      const from = tips.get(branch) ?? tips.get('main')
      const all = [...filesOf(from), ...Object.entries(files)]
      const left = new Map(
        all.flatMap(([path, text]) => (files[path] === undefined && path in files ? [] : [[path, text ?? '']])),
      )
      tips.set(branch, store(from, left, author, 'By hand'))
    },
    moveByHand: (branch, commit) => void tips.set(branch, commit),
    removeByHand: (branch) => void tips.delete(branch),
    branches: () => new Map([...tips].map(([name, id]) => [name, filesOf(id)])),
  }
}

function below(files: Files, path: string): Files {
  const folder = path.replace(/^\//, '')
  const isBelow = (each: string) => folder === '' || each === folder || each.startsWith(`${folder}/`)
  return new Map([...files].filter(([each]) => isBelow(each)))
}

function apply(files: Files, { write, remove }: Change): Files {
  for (const path of [...write.keys(), ...remove]) {
    if (path.split('/').some((part) => ['', '.', '..', '.git'].includes(part))) throw failure('git/bad-path')
  }
  return new Map([...[...files].filter(([path]) => !remove.includes(path)), ...write])
}

function differenceOf(before: Files, after: Files): string {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort()
  const changed = paths.filter((path) => before.get(path) !== after.get(path))
  return JSON.stringify(changed.map((path) => [path, before.get(path) ?? null, after.get(path) ?? null]))
}

function sorted(files: Files): Files {
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function checkBranch(name: string): void {
  if (name === 'main' || !/^[A-Za-z0-9_][A-Za-z0-9_./-]*$/.test(name) || /\.\.|\/\/|\.lock$|^HEAD$/.test(name))
    throw failure('git/bad-ref')
}

function failure(code: string, retry = false): Failure {
  return new Failure(code, code, { hint: 'See the contract.', retry })
}
