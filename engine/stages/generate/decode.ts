import type { LoadedDocument } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import type { Json } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import { escapeToken } from '../../model/pointer.ts'
import { suggestion } from '../../model/suggest.ts'
import type { GeneratorConfig, Raw, Shape, Shapes } from './config.ts'
import { readTimestamp } from './scalar.ts'
import { GENERATOR, RENAMED } from './shapes.ts'
import { plainTextAt, sourceTexts } from './source-text.ts'

export interface Decoded {
  readonly config: GeneratorConfig
  readonly findings: readonly Finding[]
}

/** The options of a file with their types made sure of; null mostly counts as not said, and an option that is unknown is an error. */
export function decode(document: LoadedDocument): Decoded {
  const findings: Finding[] = []
  const textAt = sourceTexts(document)
  const here = { document, findings, textAt, pointer: '', name: 'PolicyGenerator' }
  const value = decodeValue(document.value, GENERATOR, here)
  return { config: (value ?? {}) as GeneratorConfig, findings }
}

interface Here {
  readonly document: LoadedDocument
  readonly findings: Finding[]
  readonly textAt: (pointer: string) => string | undefined
  readonly pointer: string
  /** The option as people say it, for messages. */
  readonly name: string
}

function decodeValue(value: Raw, shape: Shape, here: Here): Raw {
  if (value === undefined) return undefined
  if (typeof shape === 'object' && 'option' in shape)
    return value === null ? shape.whenNull : decodeValue(value, shape.option, here)
  if (value === null) return undefined
  if (shape === 'text') return textOf(value, here)
  if (shape === 'flag') return flagOf(value, here)
  if (shape === 'map') return isObject(value) ? value : wrong(value, 'a map', here)
  if (shape === 'labels') return labelsOf(value, here)
  if (shape === 'texts') return itemsOf(value, 'text', here)
  if (shape === 'textMap') return textMapOf(value, here)
  if ('words' in shape) return wordOf(value, shape.words, here)
  if ('items' in shape) return itemsOf(value, shape.items, here)
  return fieldsOf(value, shape.fields, here)
}

function wrong(value: Json, wanted: string, here: Here): undefined {
  const found = Array.isArray(value) ? 'a list' : isObject(value) ? 'a map' : `\`${String(value)}\``
  here.findings.push(
    finding(
      'generator/type',
      here.document.locate(here.pointer),
      `${here.name} must be ${wanted}, not ${found}`,
      `write ${wanted} here`,
    ),
  )
  return undefined
}

function below(here: Here, key: string | number, name: string): Here {
  return { ...here, pointer: `${here.pointer}/${escapeToken(String(key))}`, name }
}

/** Numbers, booleans and dates where text is wanted are the very characters of the file, as in the original. */
function textOf(value: Json, here: Here): Raw {
  if (typeof value === 'string') return value
  if (typeof value === 'object') return wrong(value, 'text', here)
  return here.textAt(here.pointer) ?? String(value)
}

function flagOf(value: Json, here: Here): Raw {
  if (typeof value === 'boolean') return value
  if (typeof value === 'string' && /^(?:y|yes|on)$/i.test(value)) return true
  if (typeof value === 'string' && /^(?:n|no|off)$/i.test(value)) return false
  return wrong(value, 'true or false', here)
}

function wordOf(value: Json, words: readonly string[], here: Here): Raw {
  const text = textOf(value, here)
  if (typeof text !== 'string' || text === '' || text.includes('{{')) return text
  if (words.some((each) => each.toLowerCase() === text.toLowerCase())) return text
  here.findings.push(
    finding(
      'generator/value',
      here.document.locate(here.pointer),
      `${here.name} cannot be \`${text}\``,
      suggestion(text, words, `one of ${words.join(', ')}`),
    ),
  )
  return undefined
}

function itemsOf(value: Json, shape: Shape, here: Here): Raw {
  if (!Array.isArray(value)) return wrong(value, 'a list', here)
  return (value as readonly Json[]).flatMap((item, i) => {
    const inside = below(here, i, `${here.name}[${i}]`)
    if (item === null && shape !== 'text') wrong('null', 'a map', inside)
    const decoded = decodeValue(item, shape, inside)
    return decoded === undefined ? [] : [decoded]
  })
}

/** A date is no text to the original, so a map of labels that holds one is no selector there. */
function labelsOf(value: Json, here: Here): Raw {
  if (!isObject(value)) return wrong(value, 'a map', here)
  for (const [key, item] of Object.entries(value)) {
    const inside = below(here, key, `${here.name}.${key}`)
    const text = typeof item === 'string' ? plainTextAt(here.document, inside.pointer) : undefined
    if (text === undefined || readTimestamp(text) === undefined) continue
    const message = `${inside.name} is a date, not text, so that is no map of labels`
    here.findings.push(finding('generator/selector', here.document.locate(inside.pointer), message, 'quote it'))
  }
  return value
}

function textMapOf(value: Json, here: Here): Raw {
  if (!isObject(value)) return wrong(value, 'a map of text', here)
  const entries = Object.entries(value).map(([key, item]): [string, Json] => {
    const text = decodeValue(item, 'text', below(here, key, `${here.name}.${key}`))
    return [key, text ?? '']
  })
  return Object.fromEntries(entries)
}

function fieldsOf(value: Json, fields: Shapes, here: Here): Raw {
  if (!isObject(value)) return wrong(value, 'a map', here)
  const entries = Object.entries(value).flatMap(([key, item]): readonly [string, Json][] => {
    const shape = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (shape === undefined) {
      here.findings.push(unknownOption(key, fields, here))
      return []
    }
    const name = here.pointer === '' ? key : `${here.name}.${key}`
    const decoded = decodeValue(item, shape, below(here, key, name))
    return decoded === undefined ? [] : [[key, decoded]]
  })
  return Object.fromEntries(entries)
}

function unknownOption(key: string, fields: Shapes, here: Here): Finding {
  const renamed = RENAMED.get(key)
  const hint =
    renamed !== undefined && Object.hasOwn(fields, renamed)
      ? `it is called \`${renamed}\` now`
      : suggestion(key, Object.keys(fields), 'remove it')
  const place = here.document.locate(`${here.pointer}/${escapeToken(key)}`, 'key')
  return finding('generator/unknown-option', place, `${here.name} has no option \`${key}\``, hint)
}
