import type { Json } from './json.ts'
import { at, isObject, parsedJson } from './json.ts'
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
