import type { ErrorObject } from 'ajv'
import { IMAGE_REFERENCE } from '../../model/catalog.ts'
import { objectName } from '../../model/object-name.ts'
import { suggestion } from '../../model/suggest.ts'
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

const DNS_LABEL = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'

/** Patterns that appear in the kinds, in words. */
const PATTERNS: Readonly<Record<string, string>> = {
  [DNS_LABEL]: 'lower-case letters, digits and hyphens, with a letter or digit at both ends',
  '^([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)+[a-z]{2,}$': 'a DNS domain in lower case, such as example.com',
  '^\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}/\\d{1,2}$': 'an IPv4 network, such as 10.128.0.0/14',
  '^[A-Za-z_][A-Za-z0-9_]*$': 'the name of an environment variable, such as ISTHMUS_TOKEN',
  '^[^@\\s]+@[^@\\s]+$': 'an e-mail address',
  '^[1-9][0-9]*h$': 'hours, such as 720h',
  [IMAGE_REFERENCE]: 'an image, such as registry.example.com/vault:1.19.0',
  [objectName.pattern]: 'lower-case letters, digits, hyphens and dots, with a letter or digit at both ends',
}

/** What a schema says of its value: its description and an example. */
function helpOf(schema: Readonly<Record<string, unknown>>): string {
  const description = textOf(schema.description)
  const examples: unknown = schema.examples
  const example = Array.isArray(examples) && examples.length > 0 ? `for example ${JSON.stringify(examples[0])}` : ''
  return [description.replace(/\.$/, ''), example].filter((each) => each !== '').join('; ')
}

function labelHint(data: unknown): string {
  const near = String(data)
    .slice(0, 63)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return near === '' ? 'for example `cluster-1`' : `for example \`${near}\``
}

function wrongType(error: ErrorObject, pointer: string): Explained {
  const expected = error.params.type as unknown
  const found = typeOf(error.data)
  const isText = expected === 'string' && (found === 'number' || found === 'boolean')
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
  const hint = isText ? `put it in quotes: "${String(error.data)}"` : hints[String(expected)]
  const is =
    found === 'null' ? 'empty' : found === 'array' || found === 'object' ? typeWords(found) : shown(error.data, pointer)
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
  const list = names.map((each) => `\`${each}\``).join(', ')
  return {
    rule: 'schema/not-allowed',
    message: `${pathWords(pointer)} must be ${names.length > 1 ? 'one of ' : ''}${list}, but is ${shown(error.data, pointer)}`,
    hint: suggestion(typeof error.data === 'string' ? error.data : '', names, 'use one of them'),
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

/** One error of Ajv in words, for every keyword that the schemas use. */
export function explainKeyword(error: ErrorObject, pointer: string): Explained {
  const schema = literalOf(error)
  const help = helpOf(schema) || 'see `isthmus schema` for what may stand here'
  const { keyword, params } = error
  if (keyword === 'type') return wrongType(error, pointer)
  if (keyword === 'required') return missing(error, pointer)
  if (keyword === 'enum') return choice(error, pointer, params.allowedValues as readonly unknown[])
  if (keyword === 'const') return choice(error, pointer, [params.allowedValue])
  if (keyword === 'pattern') {
    const pattern = textOf(params.pattern)
    const message = `${pathWords(pointer)} must be ${PATTERNS[pattern] ?? `text that matches ${pattern}`}, but is ${shown(error.data, pointer)}`
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
  if (keyword === 'propertyNames')
    return {
      rule: 'schema/key',
      message: `${pathWords(pointer)} has a key that is not allowed: ${shown(params.propertyName, pointer)}`,
      hint: help,
    }
  if (keyword === 'oneOf' || keyword === 'anyOf' || keyword === 'discriminator')
    return {
      rule: 'schema/no-form',
      message: `${pathWords(pointer)} has none of the forms that are allowed here`,
      hint: help,
    }
  return { rule: 'schema/invalid', message: `${pathWords(pointer)} ${error.message ?? 'is not allowed'}`, hint: help }
}
