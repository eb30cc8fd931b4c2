import type { SourceFile } from '../model/document.ts'
import { Failure } from '../model/failure.ts'
import type { GeneratorEntry, ReadInside } from '../model/generator-files.ts'
import { INSIDE_LIMIT } from '../model/generator-files.ts'
import type { Repository } from '../model/git.ts'
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
const READ = new WeakMap<Repository, { readonly commit: string; readonly merged: Promise<Merged> }>()

/** Reads a commit of the desired-state repository; without `ref` the default branch. */
export async function readMerged(repository: Repository, ref = repository.defaultBranch): Promise<Merged> {
  const commit = await repository.resolve(ref)
  if (commit === undefined) throw unknownRef(ref)
  const known = READ.get(repository)
  if (known?.commit === commit) return await known.merged
  const merged = readCommit(repository, commit)
  if (ref !== repository.defaultBranch) return await merged
  READ.set(repository, { commit, merged })
  // What failed is tried again by whoever asks next.
  merged.catch(() => READ.delete(repository))
  return await merged
}

export function unknownRef(ref: string): Failure {
  return new Failure('repository/unknown-ref', `there is no branch, tag or commit ${ref}`, {
    hint: 'name a ref that the repository has',
  })
}

async function readCommit(repository: Repository, commit: string): Promise<Merged> {
  const trees = await Promise.all(DESIRED.map((each) => repository.readTree(commit, each)))
  const all = new Map(trees.flatMap((tree) => [...tree]))
  const sources = [...all].filter(([path]) => /\.ya?ml$/.test(path))
  const rendered = await repository.readTree(commit, 'rendered')
  const folders = [...rendered.keys()].map((path) => path.split('/')).filter((steps) => steps.length > 2)
  const environments = [...new Set(folders.flatMap(([, name]) => name ?? []))].sort()
  const files = sources.map(([path, text]) => ({ path, text }))
  const built = await buildKustomizations(files, repository.kustomize, readInsideOf(all))
  return { commit, sources: built, rendered, environments }
}

/** Reads single files out of the texts of a commit. */
function readInsideOf(texts: ReadonlyMap<string, string>): ReadInside {
  return async (folder, paths) =>
    new Map(
      paths.flatMap((path): readonly [string, GeneratorEntry][] => {
        const text = texts.get(`${folder}/${path}`)
        if (text === undefined) return []
        return [[path, text.length > INSIDE_LIMIT ? TOO_LARGE : { kind: 'file', text }]]
      }),
    )
}

const TOO_LARGE: GeneratorEntry = {
  kind: 'refused',
  message: `cannot be used: the file is larger than ${INSIDE_LIMIT / 1024 / 1024} MiB`,
  hint: 'split it; what people write is far smaller',
}
