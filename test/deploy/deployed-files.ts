import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import type { Json } from '../../engine/model/json.ts'

export const deployFolder = join(import.meta.dirname, '..', '..', 'deploy')

/** Every YAML file below deploy/, by its path there. */
export const deployFiles: readonly string[] = readdirSync(deployFolder, { recursive: true })
  .map(String)
  .filter((each) => each.endsWith('.yaml'))
  .sort()

export function objectsIn(path: string): readonly Json[] {
  return loadAll(readFileSync(join(deployFolder, path), 'utf8')) as Json[]
}
