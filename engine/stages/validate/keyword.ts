import type { ErrorObject } from 'ajv'
import { escapeToken } from '../../model/pointer.ts'
import { suggestion } from '../../model/suggest.ts'
import { DNS_LABEL, patternWords } from './patterns.ts'
import { pathWords, shown, typeOf, typeWords } from './words.ts'

/** A schema error in words. `pointer` and `part` only where the place is not the value itself. */
export interface Explained {
  readonly rule: string
  readonly message: string
  readonly hint: string
  readonly pointer?: string
  readonly part?: 'key' | 'value'
}

/** The schema object that an error came from. */
export function literalOf(error: ErrorObject): Readonly<Record<string, unknown>> {
  return (error.parentSchema ?? {}) as Readonly<Record<string, unknown>>
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** What a schema says of its value: its description and an example. */
function helpOf(schema: Readonly<Record<string, unknown>>): string {
  const description = textOf(schema.description)
  const known = exampleOf(schema)
  const example = known === undefined ? '' : `for example ${JSON.stringify(known)}`
  return [description.replace(/\.$/, ''), example].filter((each) => each !== '').join('; ')
}

/** Its default is an example too. */
function exampleOf({ examples, default: otherwise }: Readonly<Record<string, unknown>>): unknown {
  const [first]: readonly unknown[] = Array.isArray(examples) ? examples : []
  return first ?? (typeof otherwise === 'string' ? otherwise : undefined)
}

/** Whether text that stands in quotes is what a schema asks for. */
function isMeant(text: string, { pattern }: Readonly<Record<string, unknown>>): boolean {
  return typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text)
}

function labelHint(data: unknown): string {
  const near = String(data)
    .slice(0, 63)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return near === '' ? 'for example `cluster-1`' : `for example \`${near}\``
}

type Written = (pointer: string) => string | undefined

function wrongType(error: ErrorObject, pointer: string, written: Written): Explained {
  const expected = error.params.type as unknown
  const found = typeOf(error.data)
  const isText = expected === 'string' && (found === 'number' || found === 'boolean')
  const data: unknown = isText ? (written(pointer) ?? error.data) : error.data
  const hints: Readonly<Record<string, string>> = {
    object:
      found === 'null'
        ? 'write `{}` where nothing is to be set'
        : 'write a map: indented `key: value` lines, or { key: value }',
    array: 'write a list: lines that begin with `- `, or [first, second]',
    number: 'write a number, without quotes',
    integer: 'write a whole number, without quotes',
    boolean: 'write true or false, without quotes',
  }
  const is =
    found === 'null' ? 'empty' : found === 'array' || found === 'object' ? typeWords(found) : shown(data, pointer)
  const quoted = is === `\`${String(data)}\`` ? `: "${String(data)}"` : ''
  const isMendedByQuotes = isText && isMeant(String(data), literalOf(error))
  const hint = isMendedByQuotes ? `put it in quotes${quoted}` : hints[String(expected)]
  return {
    rule: 'schema/wrong-type',
    message: `${pathWords(pointer)} must be ${typeWords(expected)}, but is ${is}${found === 'string' && is.startsWith('`') ? ' (text)' : ''}`,
    hint: hint ?? (helpOf(literalOf(error)) || 'write it as text'),
  }
}

function missing(error: ErrorObject, pointer: string): Explained {
  const key = textOf(error.params.missingProperty)
  const properties = literalOf(error).properties as
    | Readonly<Record<string, Readonly<Record<string, unknown>>>>
    | undefined
  const help = helpOf(properties?.[key] ?? {})
  return {
    rule: 'schema/missing-key',
    part: 'key',
    message: `${pathWords(pointer)} lacks \`${key}\``,
    hint: `add \`${key}:\`${help === '' ? '' : ` (${help})`}`,
  }
}

function choice(error: ErrorObject, pointer: string, allowed: readonly unknown[]): Explained {
  const names = allowed.map(String)
  const otherwise = names.length === 1 ? `write \`${names[0]}\`, or leave it out` : 'use one of them'
  const list = names.map((each) => `\`${each}\``).join(', ')
  return {
    rule: 'schema/not-allowed',
    message: `${pathWords(pointer)} must be ${names.length > 1 ? 'one of ' : ''}${list}, but is ${shown(error.data, pointer)}`,
    hint: suggestion(typeof error.data === 'string' ? error.data : '', names.length === 1 ? [] : names, otherwise),
  }
}

function count(value: unknown, singular: string): string {
  return `${String(value)} ${singular}${value === 1 ? '' : singular === 'entry' ? '' : 's'}`.replace(
    /^(?!1 )(\d+) entry$/,
    '$1 entries',
  )
}

function limit(error: ErrorObject, pointer: string): string | undefined {
  const path = pathWords(pointer)
  const { keyword, params, data } = error
  const bound: unknown = params.limit
  if (/^(exclusiveM|m)(in|ax)imum$/.test(keyword)) {
    const words: Readonly<Record<string, string>> = {
      '>=': 'at least',
      '<=': 'at most',
      '>': 'more than',
      '<': 'less than',
    }
    return `${path} must be ${words[textOf(params.comparison)] ?? 'within'} ${String(bound)}, but is ${String(data)}`
  }
  if (keyword === 'multipleOf')
    return `${path} must be a multiple of ${String(params.multipleOf)}, but is ${String(data)}`
  if (keyword === 'minLength')
    return bound === 1 ? `${path} must not be empty` : `${path} needs at least ${count(bound, 'character')}`
  if (keyword === 'maxLength')
    return `${path} may have at most ${count(bound, 'character')}, but has ${String(data).length}`
  if (keyword === 'minItems' || keyword === 'minProperties') return `${path} needs at least ${count(bound, 'entry')}`
  if (keyword === 'maxItems' || keyword === 'maxProperties') return `${path} may have at most ${count(bound, 'entry')}`
  return undefined
}

function wrongKey(error: ErrorObject, pointer: string, help: string): Explained {
  const key = textOf(error.params.propertyName)
  const { pattern } = (literalOf(error).propertyNames ?? {}) as Readonly<Record<string, unknown>>
  return {
    rule: 'schema/key',
    pointer: `${pointer}/${escapeToken(key)}`,
    part: 'key',
    message: `${pathWords(pointer)} has a key that is not allowed: ${shown(key, pointer)}`,
    hint: typeof pattern === 'string' ? `a key must be ${patternWords(pattern, undefined)}` : help,
  }
}

/** One error of Ajv in words, for every keyword that the schemas use. */
export function explainKeyword(error: ErrorObject, pointer: string, written: Written): Explained {
  const schema = literalOf(error)
  const help = helpOf(schema) || 'see `isthmus schema` for what may stand here'
  const { keyword, params } = error
  if (keyword === 'type') return wrongType(error, pointer, written)
  if (keyword === 'required') return missing(error, pointer)
  if (keyword === 'enum') return choice(error, pointer, params.allowedValues as readonly unknown[])
  if (keyword === 'const') return choice(error, pointer, [params.allowedValue])
  if (keyword === 'pattern') {
    const pattern = textOf(params.pattern)
    const message = `${pathWords(pointer)} must be ${patternWords(pattern, exampleOf(schema))}, but is ${shown(error.data, pointer)}`
    return { rule: 'schema/pattern', message, hint: pattern === DNS_LABEL ? labelHint(error.data) : help }
  }
  if (keyword === 'uniqueItems')
    return {
      rule: 'schema/duplicate-item',
      pointer: `${pointer}/${String(params.i)}`,
      message: `${pathWords(pointer)} lists the same entry twice`,
      hint: 'remove one of them',
    }
  const message = limit(error, pointer)
  if (message !== undefined) return { rule: 'schema/limit', message, hint: help }
  if (keyword === 'propertyNames') return wrongKey(error, pointer, help)
  if (keyword === 'oneOf' || keyword === 'anyOf' || keyword === 'discriminator')
    return {
      rule: 'schema/no-form',
      message: `${pathWords(pointer)} has none of the forms that are allowed here`,
      hint: help,
    }
  return { rule: 'schema/invalid', message: `${pathWords(pointer)} ${error.message ?? 'is not allowed'}`, hint: help }
}
