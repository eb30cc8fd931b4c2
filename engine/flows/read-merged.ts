import type { SourceFile } from '../model/document.ts'
import { Failure } from '../model/failure.ts'
import type { GeneratorEntry, ReadInside } from '../model/generator-files.ts'
import { INSIDE_LIMIT } from '../model/generator-files.ts'
import type { Repository } from '../model/git.ts'
import { TOO_LARGE } from '../model/git.ts'
import { buildKustomizations } from './build-kustomizations.ts'

/** What is on the default branch: the commit, the files that people wrote, and the rendered ones. */
export interface Merged {
  readonly commit: string
  readonly sources: readonly SourceFile[]
  /** `rendered/` by path from the repository root. */
  readonly rendered: ReadonlyMap<string, string>
  /** Names of the environments that `rendered/` has. */
  readonly environments: readonly string[]
}

const DESIRED = ['environments', 'placements', 'policies', 'exceptions', 'isthmus.yaml', 'catalog.yaml'] as const

// A commit never changes: a hundred environments read the same one, several times at each look, and all at once at the start.
// By the verb that reads: ports are copied, with a fence before the verbs that write or with each ref asked for once, and read the same.
const READ = new WeakMap<Repository['readTree'], { readonly commit: string; readonly merged: Promise<Merged> }>()

/** Reads a commit of the desired-state repository; without `ref` the default branch. */
export async function readMerged(repository: Repository, ref = repository.defaultBranch): Promise<Merged> {
  const commit = await repository.resolve(ref)
  if (commit === undefined) throw ref === repository.defaultBranch ? goneBranch(ref) : unknownRef(ref)
  const known = READ.get(repository.readTree)
  if (known?.commit === commit) return await known.merged
  const merged = readCommit(repository, commit)
  if (ref !== repository.defaultBranch) return await merged
  READ.set(repository.readTree, { commit, merged })
  // What failed is tried again by whoever asks next.
  merged.catch(() => READ.delete(repository.readTree))
  return await merged
}

export function unknownRef(ref: string): Failure {
  return new Failure('repository/unknown-ref', `there is no branch, tag or commit ${ref}`, {
    hint: 'name one that the repository has; a branch has to be pushed before it counts',
  })
}

export const NO_DEFAULT = 'repository/no-default-branch'

function goneBranch(branch: string): Failure {
  return new Failure(NO_DEFAULT, `the branch ${branch}, which counts as merged, is gone`, {
    hint: 'Where it has another name now, start this again: which branch is the default one is asked at the start.',
  })
}

/** Bytes that anybody may propose to be read, where twice of what is merged is not more. */
const PROPOSED_SOURCES = 4 * 2 ** 20
const PROPOSED_RENDERED = 64 * 2 ** 20

/** What somebody proposes. Failure `git/too-large` before it is read where it is far more than what is merged: a server reads whatever anybody proposes. */
export async function readProposed(repository: Repository, commit: string): Promise<Merged> {
  await checkProposed(repository, commit, { folders: DESIRED, limit: PROPOSED_SOURCES })
  await checkProposed(repository, commit, { folders: ['rendered'], limit: PROPOSED_RENDERED })
  return await readCommit(repository, commit)
}

/** The same of the files that people write alone. */
export async function readProposedSources(repository: Repository, commit: string): Promise<readonly SourceFile[]> {
  await checkProposed(repository, commit, { folders: DESIRED, limit: PROPOSED_SOURCES })
  return await sourcesAt(repository, commit)
}

async function checkProposed(
  repository: Repository,
  commit: string,
  { folders, limit }: { readonly folders: readonly string[]; readonly limit: number },
): Promise<void> {
  const bytesAt = async (at: string) => {
    const sizes = await Promise.all(folders.map((each) => repository.sizeOf(at, each)))
    return sizes.reduce((sum, each) => sum + each, 0)
  }
  const bytes = await bytesAt(commit)
  if (bytes <= limit) return
  const merged = await bytesAt(repository.defaultBranch)
  if (bytes <= 2 * merged) return
  const what = folders.length === 1 ? `${folders[0]}/ has` : 'the files that people write have'
  throw new Failure(TOO_LARGE, `${what} ${inMiB(bytes)}`, {
    hint: `Up to ${inMiB(limit)}, or twice of what is merged, may be proposed: split it.`,
  })
}

function inMiB(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`
}

async function readCommit(repository: Repository, commit: string): Promise<Merged> {
  const sources = await sourcesAt(repository, commit)
  const rendered = await repository.readTree(commit, 'rendered')
  const folders = [...rendered.keys()].map((path) => path.split('/')).filter((steps) => steps.length > 2)
  const environments = [...new Set(folders.flatMap(([, name]) => name ?? []))].sort()
  return { commit, sources, rendered, environments }
}

async function sourcesAt(repository: Repository, commit: string): Promise<readonly SourceFile[]> {
  const trees = await Promise.all(DESIRED.map((each) => repository.readTree(commit, each)))
  const all = new Map(trees.flatMap((tree) => [...tree]))
  const files = [...all].filter(([path]) => /\.ya?ml$/.test(path)).map(([path, text]) => ({ path, text }))
  return await buildKustomizations(files, repository.kustomize, readInsideOf(all))
}

/** Reads single files out of the texts of a commit. */
function readInsideOf(texts: ReadonlyMap<string, string>): ReadInside {
  return async (folder, paths) =>
    new Map(
      paths.flatMap((path): readonly [string, GeneratorEntry][] => {
        const text = texts.get(`${folder}/${path}`)
        if (text === undefined) return []
        return [[path, text.length > INSIDE_LIMIT ? INSIDE_TOO_LARGE : { kind: 'file', text }]]
      }),
    )
}

const INSIDE_TOO_LARGE: GeneratorEntry = {
  kind: 'refused',
  message: `cannot be used: the file is larger than ${INSIDE_LIMIT / 1024 / 1024} MiB`,
  hint: 'split it; what people write is far smaller',
}
