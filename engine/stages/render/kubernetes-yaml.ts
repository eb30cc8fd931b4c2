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
import { indentedInside } from '../../model/indented-inside.ts'
import type { Json } from '../../model/json.ts'
import { endedAsWritten } from '../../model/unended-block.ts'

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
    const indented = indentedInside(source, { parseEvents, EVENT_ID, SCALAR_STYLE, YAMLException })
    if (indented === source) throw error
    return documentsOf(indented)
  }
}

function documentsOf(source: string): readonly Json[] {
  const events = endedAsWritten(parseEvents(source, {}), source, { EVENT_ID, SCALAR_STYLE, CHOMPING_MODE })
  return constructFromEvents(events, { source, schema: KUBERNETES_SCHEMA }) as readonly Json[]
}
