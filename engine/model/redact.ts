import { createHmac } from 'node:crypto'
import { desiredPointer } from './desired-pointer.ts'
import type { Json } from './json.ts'
import { canonical, isObject, textAt } from './json.ts'
import type { ObjectKey } from './kube.ts'
import { escapeToken, tokensOf } from './pointer.ts'
import { isReferenceKey, isSecretKey, isUnshowable, isUnshowableSentence, SECRET_KEY } from './redact/secret-text.ts'

export { isSecretText } from './redact/secret-text.ts'

/** What stands in place of a secret where no key is configured. */
export const REDACTED = '(redacted)'
const REDACTION = /\(redacted(?: [0-9a-f]{8})?\)/

export interface Redaction {
  /**
   * Key of the digest that stands for a secret, so that "changed again" shows without the value. Absent: a constant,
   * since a digest that anybody can compute gives a short password away to whoever tries all.
   */
  readonly key?: string
  /** The whole object that the pointer leads into: says what a value stands beside. */
  readonly within?: Json | undefined
  /** The object as it should be: says the same of values that the other has not. */
  readonly desired?: Json | undefined
}

interface Place {
  readonly object: ObjectKey
  readonly key: string | undefined
}

/**
 * The one place where values are made fit to be shown. Fails closed: what it cannot judge is redacted.
 * `pointer` is the place of the value in the object.
 */
export function redactValue(object: ObjectKey, pointer: string, value: Json, redaction: Redaction = {}): Json {
  const place: Place = { object, key: redaction.key }
  try {
    return redactTree(place, pointer, value, secrecyAt(object, pointer, value, redaction))
  } catch {
    return REDACTED
  }
}

/** The pointer itself, where one of its keys is a secret by its form. */
export function redactPointer(pointer: string): string {
  const shown = tokensOf(pointer).map((token) => (isUnshowable(token) ? REDACTED : token))
  return shown.map((token) => `/${escapeToken(token)}`).join('')
}

/** Free text, such as a message of a controller: shown whole or not at all. */
export function redactText(text: string): string {
  try {
    return isUnshowableSentence(text) ? REDACTED : text
  } catch {
    return REDACTED
  }
}

export function isRedacted(value: Json | undefined): boolean {
  if (typeof value === 'string') return REDACTION.test(value)
  if (Array.isArray(value)) return value.some(isRedacted)
  return isObject(value) && Object.entries(value).some(([key, child]) => REDACTION.test(key) || isRedacted(child))
}

type Secrecy = 'all' | 'values' | 'none'

function secrecyAt(object: ObjectKey, pointer: string, value: Json, { within, desired }: Redaction): Secrecy {
  const found = secrecyOf(object, pointer, within)
  if (desired === undefined || found === 'all') return found
  const wanted = secrecyOf(object, desiredPointer(desired, within, pointer, value), desired)
  return wanted === 'none' ? found : wanted
}

/** Walks the pointer from the top: any step may make what is below it secret, wholly or but for names and references. */
function secrecyOf(object: ObjectKey, pointer: string, within: Json | undefined): Secrecy {
  let holder: Json | undefined = within
  let isSecret = object.kind === 'Secret'
  let secrecy: Secrecy = 'none'
  for (const token of tokensOf(pointer)) {
    if (isSecret && isSecretMember(token)) return 'all'
    if (isSecretCommand(holder)) return 'all'
    if (token === 'value' && isBesideSecretName(holder, pointer)) return 'all'
    // What is not known to be no Secret may be one.
    if (within === undefined && isSecretMember(token) && pointer.includes(`/objectDefinition/${token}`)) return 'all'
    secrecy = below(secrecy, token)
    holder = childOf(holder, token)
    if (mayBeSecret(holder)) isSecret = true
  }
  return secrecy
}

function below(secrecy: Secrecy, key: string): Secrecy {
  if (isSecretKey(key)) return 'values'
  return secrecy === 'values' && isReferenceKey(key) ? 'none' : secrecy
}

/** Of no other kind has an object `stringData`; and one whose kind is no text may be a Secret. */
function mayBeSecret(holder: Json | undefined): boolean {
  if (!isObject(holder)) return false
  const isOdd = Object.hasOwn(holder, 'kind') && Object.hasOwn(holder, 'apiVersion') && typeof holder.kind !== 'string'
  return isOdd || holder.kind === 'Secret' || Object.hasOwn(holder, 'stringData')
}

/** Members that hold secrets whatever their keys are. */
function isSecretMember(key: string): boolean {
  return key === 'data' || key === 'stringData'
}

/** A command whose next word after a flag is a secret; which word that is may differ in what is compared. */
function isSecretCommand(holder: Json | undefined): boolean {
  return Array.isArray(holder) && holder.some((each) => typeof each === 'string' && isSecretFlag(each))
}

function isSecretFlag(word: string): boolean {
  return /^--?[A-Za-z][\w.-]*$/.test(word) && isSecretKey(word)
}

/** An environment variable whose name is not known is taken for the worst. */
function isBesideSecretName(holder: Json | undefined, pointer: string): boolean {
  return holder === undefined ? /\/env\/[^/]+\/value(\/|$)/.test(pointer) : isNamedSecret(holder)
}

function childOf(holder: Json | undefined, token: string): Json | undefined {
  if (Array.isArray(holder)) return /^\d+$/.test(token) ? holder[Number(token)] : undefined
  return isObject(holder) && Object.hasOwn(holder, token) ? holder[token] : undefined
}

function isNamedSecret(holder: Json): boolean {
  const name = textAt(holder, 'name') ?? textAt(holder, 'key') ?? ''
  return SECRET_KEY.test(name)
}

function redactTree(place: Place, pointer: string, value: Json, secrecy: Secrecy): Json {
  if (secrecy === 'all' || isLastApplied(pointer)) return mask(place, pointer, value)
  if (typeof value === 'string')
    return secrecy === 'values' || isUnshowable(value) ? masked(place, pointer, value) : value
  if (typeof value === 'number') return secrecy === 'values' ? masked(place, pointer, value) : value
  if (Array.isArray(value)) {
    const inner = isSecretCommand(value) ? 'all' : secrecy
    return value.map((item, i) => redactTree(place, `${pointer}/${i}`, item, inner))
  }
  if (!isObject(value)) return value
  const isSecret = mayBeSecret(value) || (pointer === '' && place.object.kind === 'Secret')
  return Object.fromEntries(
    Object.entries(value).map(([key, child]): [string, Json] => {
      const isHidden = (isSecret && isSecretMember(key)) || (key === 'value' && isNamedSecret(value))
      const inner = isHidden ? 'all' : below(secrecy, key)
      return [shownKey(key), redactTree(place, `${pointer}/${escapeToken(key)}`, child, inner)]
    }),
  )
}

function isLastApplied(pointer: string): boolean {
  return pointer.endsWith('last-applied-configuration')
}

function shownKey(key: string): string {
  return isUnshowable(key) ? REDACTED : key
}

/** Containers keep their keys, so that a report can still say which one changed. */
function mask(place: Place, pointer: string, value: Json): Json {
  if (value === null || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map((item, i) => mask(place, `${pointer}/${i}`, item))
  if (!isObject(value)) return masked(place, pointer, value)
  const entries = Object.entries(value).map(([key, child]): [string, Json] => [
    shownKey(key),
    mask(place, `${pointer}/${escapeToken(key)}`, child),
  ])
  return Object.fromEntries(entries)
}

/** The same value at another place has another digest, so that nobody sees who shares a password. */
function masked({ object, key }: Place, pointer: string, value: Json): string {
  if (key === undefined) return REDACTED
  const text = canonical([object.kind, object.namespace, object.name, pointer, value])
  return `(redacted ${createHmac('sha256', key).update(text).digest('hex').slice(0, 8)})`
}
