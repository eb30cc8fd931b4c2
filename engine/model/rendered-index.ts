import { Failure } from './failure.ts'
import type { Json } from './json.ts'
import { at, isObject, parsedJson } from './json.ts'
import { INDEX_FILE, renderedFolder } from './rendered.ts'
import { indicatorsIn } from './walkable.ts'

/** Indicators in an index: that of a fleet of 3,500 clusters has a quarter of it. */
const INDEX_INDICATORS = 2_000_000

/** The text of `INDEX_FILE` as a value of any shape, since a pull request may bring any; `{}` where there is none, or none that can be read. */
export function readIndex(text: string | undefined): Json {
  if (text === undefined || indicatorsIn(text) > INDEX_INDICATORS) return {}
  return parsedJson(text) ?? {}
}

/** SHA-256 of each file that an index records, hex, by path inside the folder. What is no text is as if it were not there. */
export function hashesIn(index: Json): ReadonlyMap<string, string> {
  const files = at(index, 'files')
  const entries = isObject(files) ? Object.entries(files) : []
  return new Map(entries.filter((each): each is [string, string] => typeof each[1] === 'string'))
}

/** Path of the index of an environment, from the root of the repository. */
export function indexOf(environment: string): string {
  return `${renderedFolder(environment)}/${INDEX_FILE}`
}

/** Without its index nobody knows which clusters an environment has, and least of all that they are in sync. */
export function noIndex(environment: string): Failure {
  const message = `${indexOf(environment)} on the default branch is missing, or cannot be read: it says which clusters the policies go to`
  return new Failure('rendered/no-index', message, {
    hint: 'run `isthmus expand`, commit and merge; its name begins with a dot: see that no .gitignore leaves it out',
  })
}
