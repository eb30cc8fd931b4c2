import type { ScalarTagDefinition } from 'js-yaml'
import {
  boolCoreTag,
  boolYaml11Tag,
  floatCoreTag,
  floatYaml11Tag,
  intCoreTag,
  intYaml11Tag,
  NOT_RESOLVED,
  nullCoreTag,
  nullYaml11Tag,
  timestampTag,
} from 'js-yaml'

export type Scalar = string | number | boolean | null

/** What a plain scalar means; `ambiguous` says how YAML 1.2 and 1.1 readers differ, where they do. */
export interface PlainScalar {
  readonly value: Scalar
  readonly ambiguous?: { readonly by12: string; readonly by11: string }
}

type Reader = (text: string) => unknown

function readerOf(tags: readonly ScalarTagDefinition[]): Reader {
  return (text) => {
    for (const tag of tags) {
      const value: unknown = tag.resolve(text, false, tag.tagName)
      if (value !== NOT_RESOLVED) return value
    }
    return text
  }
}

const by12 = readerOf([nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag])
const by11 = readerOf([nullYaml11Tag, boolYaml11Tag, intYaml11Tag, floatYaml11Tag, timestampTag])

/** Explicit tags that JSON has a value for. */
const EXPLICIT: ReadonlyMap<string, ScalarTagDefinition> = new Map(
  [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag].map((tag) => [tag.tagName, tag]),
)

const MAY_BE_OTHER = /^(?:[-+.~\d]|[yn]$|(?:yes|no|on|off|true|false|null)$)/i

function describe(value: unknown): string {
  if (value instanceof Date) return 'a date'
  if (typeof value === 'string') return 'text'
  return value === null ? 'null' : `${typeof value} ${String(value)}`
}

function asScalar(value: unknown): Scalar {
  return value === null || typeof value === 'number' || typeof value === 'boolean' ? value : String(value)
}

/**
 * A plain scalar by the YAML 1.2 core schema, but numbers that only YAML 1.1 knows (`0644`, `1_000`, `0b11`) as
 * Kubernetes' own readers take them. A base-60 number stays text, as there.
 */
export function resolvePlain(text: string): PlainScalar {
  if (text === '') return { value: null }
  if (!MAY_BE_OTHER.test(text)) return { value: text }
  const core = by12(text)
  const old = by11(text)
  if (Object.is(core, old)) return { value: asScalar(core) }
  const value = typeof old === 'number' && !text.includes(':') ? old : asScalar(core)
  return { value, ambiguous: { by12: describe(core), by11: describe(old) } }
}

/** The value under an explicit tag such as `!!str`; undefined where the tag is none of JSON's or does not fit the text. */
export function resolveTagged(tag: string, text: string): Scalar | undefined {
  const name = tag.startsWith('!!') ? `tag:yaml.org,2002:${tag.slice(2)}` : tag.replace(/^!<(.*)>$/, '$1')
  if (name === '!' || name === 'tag:yaml.org,2002:str') return text
  const definition = EXPLICIT.get(name)
  if (definition === undefined) return undefined
  const value: unknown = definition.resolve(text, true, name)
  return value === NOT_RESOLVED ? undefined : asScalar(value)
}
