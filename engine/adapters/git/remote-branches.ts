import { joined } from '../../model/joined.ts'
import type { Branches } from './branches.ts'
import { failureOf } from './failures.ts'
import { checkedRef } from './names.ts'
import type { GitPlace } from './run.ts'
import { ask, git, runGit } from './run.ts'

const FETCH = [
  'fetch',
  '--quiet',
  '--prune',
  '--no-tags',
  '--no-recurse-submodules',
  '--no-write-fetch-head',
  '--force',
]
const TRIES = 5

export async function remoteBranches(place: GitPlace): Promise<Branches> {
  const tips = new Map(await tracked(place))
  const seen: { atMs: number; head?: string | undefined } = { atMs: Number.NEGATIVE_INFINITY }
  const learn = async () => {
    const began = performance.now()
    // To ask what there is costs a fraction of a fetch, and mostly it is known already.
    const isFirst = !Number.isFinite(seen.atMs)
    const { head, heads } = await listed(place, isFirst ? FIRST : HEADS)
    if (!isSame(tips, heads)) {
      await fetchAll(place)
      const found = await tracked(place)
      tips.clear()
      for (const [branch, commit] of found) tips.set(branch, commit)
    }
    seen.atMs = began
    if (isFirst) seen.head = head
  }
  const learnNow = joined(learn)
  return {
    prefix: 'refs/remotes/origin/',
    refresh: async (maxAgeMs = 0) => {
      if (maxAgeMs <= 0 || performance.now() - seen.atMs > maxAgeMs) await learnNow()
    },
    head: () => seen.head,
    headNow: async () => (await listed(place, ['--symref', 'origin', 'HEAD'])).head,
    tip: async (branch) => tips.get(branch),
    all: async (beginning) => new Map([...tips].filter(([branch]) => branch.startsWith(beginning))),
    pin: () => fetchAll(place),
    fetch: (ref) => fetchOne(place, ref),
    async move(branch, from, to) {
      const ref = `refs/heads/${branch}`
      const pushed = await runGit(place, [
        'push',
        '--porcelain',
        '--no-verify',
        `--force-with-lease=${ref}:${from ?? ''}`,
        'origin',
        `${to ?? ''}:${ref}`,
      ])
      if (pushed.code !== 0) throw failureOf(['push'], `${pushed.stdout.toString('utf8')}\n${pushed.stderr}`, undefined)
      if (to === undefined) tips.delete(branch)
      else tips.set(branch, to)
    },
  }
}

/** Where history is cut short, nobody can tell whose commits a branch adds to its base. */
export async function completeHistory(place: GitPlace): Promise<void> {
  await fetchAll(place, ['--unshallow'])
}

/** Two of us may fetch into one clone at once; the loser of a ref's lock tries again. */
async function fetchAll(place: GitPlace, more: readonly string[] = []): Promise<void> {
  const args = [...FETCH, ...more, 'origin', '+refs/heads/*:refs/remotes/origin/*']
  for (let left = TRIES; ; left--) {
    const { code, stderr } = await runGit(place, args)
    if (code === 0) return
    if (left <= 1 || !/cannot lock ref|unable to update local ref/.test(stderr)) {
      throw failureOf(args, stderr, undefined)
    }
  }
}

/** The default branch is asked for once: with it a remote tells of all its refs, also of thousands of pull requests. */
const FIRST = ['--symref', 'origin', 'HEAD', 'refs/heads/*']
const HEADS = ['--heads', 'origin']

/** Branches of the remote by name, and which of them it calls its default one, where that is asked. */
async function listed(place: GitPlace, what: readonly string[]) {
  const said = await git(place, ['ls-remote', ...what])
  const lines = said.split('\n')
  const [, head] = /^ref: refs\/heads\/(.+)\tHEAD$/m.exec(said) ?? []
  return { head, heads: new Map(lines.flatMap((line) => pairOf(line.split('\t'), 'refs/heads/'))) }
}

/** The same as the clone has them after a fetch; `HEAD` there only points to another one. */
async function tracked(place: GitPlace): Promise<ReadonlyMap<string, string>> {
  const format = '--format=%(objectname)%00%(refname)%00%(symref)'
  const lines = (await git(place, ['for-each-ref', format, 'refs/remotes/origin/'])).split('\n')
  return new Map(lines.flatMap((line) => pairOf(line.split('\0'), 'refs/remotes/origin/')))
}

function pairOf([commit, ref, target = '']: readonly string[], prefix: string): readonly (readonly [string, string])[] {
  if (commit === undefined || ref?.startsWith(prefix) !== true || target !== '') return []
  return [[ref.slice(prefix.length), commit]]
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([branch, commit]) => other.get(branch) === commit)
}

/** Only its objects come: no ref of the clone moves. */
async function fetchOne(place: GitPlace, ref: string): Promise<string | undefined> {
  const listed = await git(place, ['ls-remote', 'origin', checkedRef(ref)])
  const commit = listed.split('\n').flatMap((line) => (line.endsWith(`\t${ref}`) ? [line.split('\t')[0]] : []))[0]
  if (commit === undefined) return undefined
  await git(place, [...FETCH.filter((each) => each !== '--prune'), 'origin', ref])
  return ask(place, ['rev-parse', '--verify', `${commit}^{commit}`])
}
