import { load } from 'js-yaml'
import type { SourceFile } from '../../model/document.ts'
import type { Json } from '../../model/json.ts'
import { pathsInKustomization } from '../../model/kustomization.ts'

/** A folder under policies/ that holds a kustomization. */
export interface KustomizeFolder {
  /** Path from the root of the repository. */
  readonly path: string
  /** The folder of policies/ that it belongs to; nothing above it is used. */
  readonly policy: string
  readonly file: SourceFile
  /** Files and folders that it names, from the root of the repository. */
  readonly uses: readonly string[]
  /** Another kustomization of the policy builds on it, so it is no manifest of its own. */
  readonly isBase: boolean
  /** The policy is a PolicyGenerator file, which names what it takes. */
  readonly isNamed: boolean
}

const KUSTOMIZATION = /^((policies\/[^/]+)(?:\/.+)?)\/kustomization\.ya?ml$/
const GENERATOR = /^kind:\s*["']?PolicyGenerator\b/m

/** Files that hold a PolicyGenerator document. */
export function generatorsIn(files: readonly SourceFile[]): readonly SourceFile[] {
  return files.filter((each) => each.path.startsWith('policies/') && GENERATOR.test(each.text))
}

/** Every folder with a kustomization among a repository's files, in order of path. */
export function kustomizeFolders(files: readonly SourceFile[]): readonly KustomizeFolder[] {
  const found = files.flatMap((file) => {
    const [, path, policy] = KUSTOMIZATION.exec(file.path) ?? []
    return path === undefined || policy === undefined ? [] : [{ path, policy, file }]
  })
  if (found.length === 0) return []
  const generators = generatorsIn(files).map((each) => each.path)
  const read = found.map((each) => ({ ...each, uses: usedBy(each.path, each.file) }))
  const bases = new Set(read.flatMap((each) => each.uses))
  return read.map((each) => ({
    ...each,
    isBase: bases.has(each.path),
    isNamed: generators.some((path) => path.startsWith(`${each.policy}/`)),
  }))
}

function usedBy(folder: string, { text }: SourceFile): readonly string[] {
  try {
    return pathsInKustomization(load(text) as Json).map((each) => joined(folder, each))
  } catch {
    return []
  }
}

/** A path as written in a file of this folder, from the root of the repository. */
export function joined(folder: string, path: string): string {
  const steps = folder.split('/')
  for (const step of path.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.' && step !== '') steps.push(step)
  }
  return steps.join('/')
}
