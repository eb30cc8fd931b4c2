import type { SourceFile } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import { finding } from '../model/finding.ts'
import type { GeneratorEntry } from '../model/generator-files.ts'
import type { KustomizeFolder } from './kustomize/folders.ts'
import { kustomizeFolders } from './kustomize/folders.ts'

export interface Kustomized {
  /** The repository's files with what Kustomize built in the place of the folders that it was built from. */
  readonly files: readonly SourceFile[]
  /** What stands at folders of PolicyGenerator files, and at files of theirs that are no YAML, by path from the root of the repository. */
  readonly entries: ReadonlyMap<string, GeneratorEntry>
  readonly findings: readonly Finding[]
}

/** Its lines are no file's: findings about it show no excerpt, and nothing can be adopted into it. */
const BUILT = '(kustomize build)'
const DEFINITION = /^kind:\s*["']?AuthoredPolicy\b/m

/** Puts what Kustomize made of folders under policies/ where a manifest is looked for. */
export function kustomize(files: readonly SourceFile[]): Kustomized {
  const folders = kustomizeFolders(files)
  const entries = new Map([
    ...files.flatMap((each) => [...(each.named ?? [])]),
    ...folders.flatMap(({ path, file, isNamed }) => (isNamed && file.built ? [[path, file.built] as const] : [])),
  ])
  if (folders.length === 0) return { files, entries, findings: [] }
  const replaced = folders.filter((each) => !each.isNamed)
  const isInside = ({ path }: SourceFile) => replaced.some((each) => path.startsWith(`${each.path}/`))
  const kept = files.filter((each) => !isInside(each) || DEFINITION.test(each.text))
  const results = replaced.filter((each) => !each.isBase).map(manifestsOf)
  const built = results.flatMap((each) => ('text' in each ? [each] : []))
  const findings = results.flatMap((each) => ('rule' in each ? [each] : []))
  return { files: [...kept, ...built].sort((a, b) => (a.path < b.path ? -1 : 1)), entries, findings }
}

function manifestsOf({ path, file }: KustomizeFolder): SourceFile | Finding {
  const { built } = file
  if (built?.kind === 'kustomized') return { path: `${path}/${BUILT}`, text: built.text, isBuilt: true }
  const place = { file: file.path, line: 1, column: 1 }
  const [message, hint] =
    built?.kind === 'refused'
      ? [built.message, built.hint]
      : ['has a kustomization, which is not built here', 'commit what `kustomize build` makes of it']
  return finding('policy/kustomization', place, `${path} ${message}`, hint)
}
