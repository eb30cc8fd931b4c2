import type { GeneratorEntry, GeneratorFiles } from '../../model/generator-files.ts'

const KUSTOMIZATION = /^kustomization\.ya?ml$/

/** What stands at paths that a file of a repository names, out of the repository's YAML files, its built kustomizations and other files by path; nothing above its folder is used. */
export function repositoryFiles(
  file: string,
  paths: readonly string[],
  texts: ReadonlyMap<string, string>,
  others: GeneratorFiles = new Map(),
): GeneratorFiles {
  const folder = file.slice(0, file.lastIndexOf('/') + 1)
  return new Map(
    paths.flatMap((path): readonly [string, GeneratorEntry][] => {
      const entry = entryAt(folder, path, texts, others)
      return entry ? [[path, entry]] : []
    }),
  )
}

function refused(message: string, hint: string): GeneratorEntry {
  return { kind: 'refused', message, hint }
}

function entryAt(
  folder: string,
  path: string,
  texts: ReadonlyMap<string, string>,
  others: GeneratorFiles,
): GeneratorEntry | undefined {
  const steps: string[] = []
  for (const step of path.split('/')) {
    if (step === '..' && steps.pop() === undefined)
      return refused('leaves the folder of this file', 'copy what it needs into that folder; only that is reviewed')
    if (step !== '..' && step !== '.' && step !== '') steps.push(step)
  }
  if (path.startsWith('/')) return refused('is not relative', 'write it relative to the folder of this file')
  if (steps.length === 0)
    return refused('is the folder of this file itself', 'put the manifests into a folder below it')
  const here = `${folder}${steps.join('/')}`
  const text = texts.get(here)
  if (text !== undefined) return { kind: 'file', text }
  const other = others.get(here)
  if (other?.kind === 'file') return other
  const below = [...texts].filter(([each]) => each.startsWith(`${here}/`))
  const names = below.map(([each]) => each.slice(here.length + 1)).filter((each) => !each.includes('/'))
  if (below.length === 0) return other
  if (names.some((each) => KUSTOMIZATION.test(each)))
    return other ?? refused('has a kustomization, which is not built here', 'commit what `kustomize build` makes of it')
  return { kind: 'folder', files: new Map(names.sort().map((name) => [name, texts.get(`${here}/${name}`) ?? ''])) }
}
