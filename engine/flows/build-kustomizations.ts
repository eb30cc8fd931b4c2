import type { SourceFile } from '../model/document.ts'
import type { GeneratorEntry, GeneratorFiles, Kustomize, ReadInside } from '../model/generator-files.ts'
import { pathsOf } from '../stages/generate/paths.ts'
import type { KustomizeFolder } from '../stages/kustomize/folders.ts'
import { generatorsIn, joined, kustomizeFolders } from '../stages/kustomize/folders.ts'
import { load } from '../stages/load.ts'

/**
 * The files of a repository, each kustomization that policies take with what Kustomize made of its folder. It gets the texts
 * of the policy's own folder alone: its YAML files, and of the others those that a kustomization names, so that a working
 * tree and a commit build the same. PolicyGenerator files get the others that they name.
 */
export async function buildKustomizations(
  files: readonly SourceFile[],
  kustomize: Kustomize | undefined,
  readInside: ReadInside,
): Promise<readonly SourceFile[]> {
  const folders = kustomizeFolders(files)
  const named = namedByGenerators(files)
  if (folders.length === 0 && named.size === 0) return files
  const known = withFolders(files)
  const made = new Map<string, SourceFile>()
  for (const [file, paths] of named) {
    const others = await readOthers(policyOf(file.path), paths, known, readInside)
    if (others.size > 0) made.set(file.path, { ...file, named: others })
  }
  const all = new Set([...named.values()].flat())
  for (const folder of kustomize ? folders : []) {
    if (folder.isNamed ? !all.has(folder.path) : folder.isBase) continue
    const uses = folders.filter((each) => each.policy === folder.policy).flatMap((each) => each.uses)
    const others = await readOthers(folder.policy, uses, known, readInside)
    if (kustomize) made.set(folder.file.path, await buildOne(folder, { files, others, kustomize }))
  }
  return files.map((each) => made.get(each.path) ?? each)
}

interface Build {
  readonly files: readonly SourceFile[]
  readonly others: GeneratorFiles
  readonly kustomize: Kustomize
}

async function buildOne({ path, policy, file, uses }: KustomizeFolder, { files, others, kustomize }: Build) {
  const unusable = uses.map((each) => [each, others.get(each)] as const).find(([, each]) => each?.kind === 'refused')
  if (unusable?.[1]?.kind === 'refused') return { ...file, built: refusing(unusable[0], unusable[1]) }
  const inside = files.filter((each) => each.path.startsWith(`${policy}/`))
  const texts = [...others].flatMap(([name, each]) => (each.kind === 'file' ? [{ path: name, text: each.text }] : []))
  const own = new Map([...inside, ...texts].map((each) => [each.path.slice(policy.length + 1), each.text]))
  return { ...file, built: await kustomize(path.slice(policy.length + 1), own) }
}

function refusing(path: string, { message, hint }: Extract<GeneratorEntry, { kind: 'refused' }>): GeneratorEntry {
  return { kind: 'refused', message: `has a kustomization that names ${path}, which ${message}`, hint }
}

/** What is no YAML among paths of a policy, by path from the root of the repository. */
async function readOthers(
  policy: string,
  paths: readonly string[],
  known: ReadonlySet<string>,
  readInside: ReadInside,
): Promise<GeneratorFiles> {
  const wanted = paths.filter((each) => each.startsWith(`${policy}/`) && !known.has(each))
  if (wanted.length === 0) return new Map()
  const found = await readInside(
    policy,
    [...new Set(wanted)].map((each) => each.slice(policy.length + 1)),
  )
  return new Map(
    [...found]
      .filter(([, each]) => each.kind === 'file' || each.kind === 'refused')
      .map(([path, each]) => [`${policy}/${path}`, each]),
  )
}

/** Paths of files and of every folder that holds one. */
function withFolders(files: readonly SourceFile[]): ReadonlySet<string> {
  const steps = files.map((each) => each.path.split('/'))
  return new Set(steps.flatMap((each) => each.map((_, i) => each.slice(0, i + 1).join('/'))))
}

function policyOf(path: string): string {
  return path.split('/').slice(0, 2).join('/')
}

/** What PolicyGenerator files name, from the root of the repository. */
function namedByGenerators(files: readonly SourceFile[]): ReadonlyMap<SourceFile, readonly string[]> {
  return new Map(
    generatorsIn(files).map((file) => {
      const folder = file.path.slice(0, file.path.lastIndexOf('/'))
      const documents = load([file]).documents.filter((each) => each.kind === 'PolicyGenerator')
      return [file, documents.flatMap((document) => pathsOf(document).map((path) => joined(folder, path)))]
    }),
  )
}
