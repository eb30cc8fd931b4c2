import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Expanded } from '../../engine/flows/expand-all.ts'
import { expandAll } from '../../engine/flows/expand-all.ts'
import type { SourceFile } from '../../engine/model/document.ts'
import type { Plan } from '../../engine/model/plan.ts'
import { components } from '../../policies/index.ts'

const root = join(import.meta.dirname, '..', '..')
const examples = join(root, 'docs', 'examples')

/** Every example by name, the reference at the root among them. */
export const repositories: ReadonlyMap<string, string> = new Map([
  ['reference', root],
  ...readdirSync(examples, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map((each) => [each.name, join(examples, each.name)] as const),
])

/** What a desired-state repository says in YAML, as the engine reads it. */
export function filesIn(folder: string): readonly SourceFile[] {
  const paths = ['environments', 'placements'].flatMap((kind) =>
    readdirSync(join(folder, kind))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => `${kind}/${file}`),
  )
  return [...paths, 'catalog.yaml']
    .filter((path) => existsSync(join(folder, path)))
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
}

const expansions = new Map<string, Expanded>()

export function expanded(name: string): Expanded {
  const folder = repositories.get(name)
  if (folder === undefined) throw new Error(`no example ${name}`)
  const known = expansions.get(name) ?? expandAll({ files: filesIn(folder), findings: [] }, components)
  expansions.set(name, known)
  return known
}

/** The plan of an example's one environment. */
export function planOf(name: string): Plan {
  const [environment] = expanded(name).environments
  if (!environment) throw new Error(`${name} does not expand`)
  return environment.plan
}
