import type { Event } from 'js-yaml'
import {
  CHOMPING_MODE,
  constructFromEvents,
  defineScalarTag,
  EVENT_ID,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  nullCoreTag,
  parseEvents,
  SCALAR_STYLE,
  Schema,
  seqTag,
  strTag,
  YAMLException,
} from 'js-yaml'
import { readFloat, readInteger } from '../../model/go-numbers.ts'
import type { Reading } from '../../model/indented-inside.ts'
import { indentedInside } from '../../model/indented-inside.ts'
import type { Json } from '../../model/json.ts'
import { isUnended } from '../../model/unended-block.ts'

const BLOCKS: readonly number[] = [SCALAR_STYLE.LITERAL_BLOCK, SCALAR_STYLE.FOLDED_BLOCK]
const SIGNS_AND_DIGITS = [...'+-.0123456789']

function numberTag(name: string, read: (source: string) => number | undefined) {
  return defineScalarTag<number>(`tag:yaml.org,2002:${name}`, {
    implicit: true,
    implicitFirstChars: SIGNS_AND_DIGITS,
    resolve: (source) => read(source) ?? NOT_RESOLVED,
    identify: () => false,
  })
}

/** Not `y` and `n`, which are true and false to go-yaml alone: whoever writes them means a name, and other programs leave them without quotes. */
const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/

const boolTag = defineScalarTag<boolean>('tag:yaml.org,2002:bool', {
  implicit: true,
  implicitFirstChars: [...'yYnNtTfFoO'],
  resolve: (source) => TRUE.test(source) || (FALSE.test(source) ? false : NOT_RESOLVED),
  identify: () => false,
})

/** Scalars as `kubectl` and the controllers take them (sigs.k8s.io/yaml): `yes` is true, `0644` is octal, a date is text. */
const KUBERNETES_SCHEMA = new Schema([
  strTag,
  seqTag,
  mapTag,
  mergeTag,
  nullCoreTag,
  boolTag,
  numberTag('int', readInteger),
  numberTag('float', readFloat),
])

/**
 * All documents of a text as Kubernetes' own readers take them. Throws js-yaml's error, with line and column, where they would not
 * either.
 */
export function readKubernetes(text: string): readonly Json[] {
  const source = text.replace(/^\uFEFF/, '')
  try {
    return documentsOf(source)
  } catch (error) {
    const indented = indentedInside(source, readingOf)
    if (indented === source) throw error
    return documentsOf(indented)
  }
}

function documentsOf(source: string): readonly Json[] {
  return constructFromEvents(eventsOf(source), { source, schema: KUBERNETES_SCHEMA }) as readonly Json[]
}

function eventsOf(source: string): Event[] {
  const events = parseEvents(source, {})
  const last = events.findLastIndex((each) => each.type === EVENT_ID.SCALAR)
  const scalar = events[last]
  if (scalar?.type === EVENT_ID.SCALAR && BLOCKS.includes(scalar.style) && isUnended(source, scalar))
    events[last] = { ...scalar, chomping: CHOMPING_MODE.STRIP }
  return events
}

function readingOf(text: string): Reading {
  try {
    const scalars = eventsOf(text).filter((each) => each.type === EVENT_ID.SCALAR)
    const blocks = scalars.filter(({ style }) => BLOCKS.includes(style))
    return { blocks: blocks.map(({ valueStart: start, valueEnd: end }) => ({ start, end })) }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return { line: error.reason === 'deficient indentation' ? (error.mark?.line ?? -1) : -1 }
  }
}
