import { load } from 'js-yaml'
import type { SourceFile } from '../../model/document.ts'
import type { Json } from '../../model/json.ts'
import { listAt } from '../../model/json.ts'

/** A folder under policies/ that holds a kustomization. */
export interface KustomizeFolder {
  /** Path from the root of the repository. */
  readonly path: string
  /** The folder of policies/ that it belongs to; nothing above it is used. */
  readonly policy: string
  readonly file: SourceFile
  /** Another kustomization of the policy builds on it, so it is no manifest of its own. */
  readonly isBase: boolean
  /** The policy is a PolicyGenerator file, which names what it takes. */
  readonly isNamed: boolean
}

const KUSTOMIZATION = /^((policies\/[^/]+)(?:\/.+)?)\/kustomization\.ya?ml$/
const GENERATOR = /^kind:\s*["']?PolicyGenerator\b/m

/** Every folder with a kustomization among a repository's files, in order of path. */
export function kustomizeFolders(files: readonly SourceFile[]): readonly KustomizeFolder[] {
  const found = files.flatMap((file) => {
    const [, path, policy] = KUSTOMIZATION.exec(file.path) ?? []
    return path === undefined || policy === undefined ? [] : [{ path, policy, file }]
  })
  if (found.length === 0) return []
  const generators = files.filter((each) => GENERATOR.test(each.text)).map((each) => each.path)
  const bases = new Set(found.flatMap(({ path, file }) => basesOf(file).map((each) => joined(path, each))))
  return found.map((each) => ({
    ...each,
    isBase: bases.has(each.path),
    isNamed: generators.some((path) => path.startsWith(`${each.policy}/`)),
  }))
}

function basesOf({ text }: SourceFile): readonly string[] {
  try {
    const value = load(text) as Json
    const named = ['resources', 'bases', 'components'].flatMap((key) => listAt(value, key))
    return named.filter((each): each is string => typeof each === 'string')
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
