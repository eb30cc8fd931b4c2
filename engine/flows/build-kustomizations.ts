import type { SourceFile } from '../model/document.ts'
import type { Kustomize } from '../model/generator-files.ts'
import { pathsOf } from '../stages/generate/paths.ts'
import type { KustomizeFolder } from '../stages/kustomize/folders.ts'
import { joined, kustomizeFolders } from '../stages/kustomize/folders.ts'
import { load } from '../stages/load.ts'

/**
 * The files of a repository, each kustomization that policies take with what Kustomize made of its folder. It gets the text
 * of the policy's own files alone, so that a working tree and a commit build the same.
 */
export async function buildKustomizations(
  files: readonly SourceFile[],
  kustomize: Kustomize | undefined,
): Promise<readonly SourceFile[]> {
  const folders = kustomizeFolders(files)
  if (!kustomize || folders.length === 0) return files
  const named = folders.some((each) => each.isNamed) ? foldersNamed(files) : new Set<string>()
  const built = new Map<SourceFile, SourceFile>()
  for (const folder of folders) {
    if (folder.isNamed ? !named.has(folder.path) : folder.isBase) continue
    built.set(folder.file, await buildOne(folder, files, kustomize))
  }
  return files.map((each) => built.get(each) ?? each)
}

async function buildOne({ path, policy, file }: KustomizeFolder, files: readonly SourceFile[], kustomize: Kustomize) {
  const inside = files.filter((each) => each.path.startsWith(`${policy}/`))
  const own = new Map(inside.map((each) => [each.path.slice(policy.length + 1), each.text]))
  return { ...file, built: await kustomize(path.slice(policy.length + 1), own) }
}

/** The folders that PolicyGenerator files name, from the root of the repository. */
function foldersNamed(files: readonly SourceFile[]): ReadonlySet<string> {
  const { documents } = load(files.filter((each) => each.path.startsWith('policies/')))
  const generators = documents.filter((each) => each.kind === 'PolicyGenerator')
  return new Set(
    generators.flatMap(({ file, value }) =>
      pathsOf(value).map((path) => joined(file.slice(0, file.lastIndexOf('/')), path)),
    ),
  )
}
