import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digest } from '../../engine/model/names.ts'
import { asciiJson } from '../../engine/stages/report/markdown.ts'

const FOLDER = join(import.meta.dirname, 'corpus')

/** An input that once did not hold, or that is worth keeping. */
export interface Kept {
  readonly file: string
  readonly input: unknown
}

/** Inputs that are kept for a target: `corpus/<target>/*.json`, each the bare input. */
export function keptFor(target: string): readonly Kept[] {
  const folder = join(FOLDER, target)
  return namesIn(folder).map((name) => ({ file: name, input: JSON.parse(readFileSync(join(folder, name), 'utf8')) }))
}

/** Names of the folders in the corpus. */
export function keptTargets(): readonly string[] {
  return namesIn(FOLDER)
}

/** Keeps an input as a file of ASCII characters, named by its digest; gives its path. */
export function keep(target: string, input: unknown): string {
  const text = `${asciiJson(input)}\n`
  const folder = join(FOLDER, target)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${digest(text, 12)}.json`)
  writeFileSync(file, text)
  return file
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}
