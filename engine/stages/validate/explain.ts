import type { ErrorObject } from 'ajv'
import { SECRET_REFERENCE } from '../../model/configuration/secret-reference.ts'
import type { LoadedDocument } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { escapeToken } from '../../model/pointer.ts'
import { didYouMean, suggestion } from '../../model/suggest.ts'
import { collapseUnions } from './collapse.ts'
import type { Explained } from './keyword.ts'
import { explainKeyword, literalOf, textOf } from './keyword.ts'
import { pathWords } from './words.ts'
import { writtenIn } from './written.ts'

interface Site {
  readonly document: LoadedDocument
  /** Where in the document the checked value stands, such as `/spec/components/vault`. */
  readonly prefix: string
  readonly written: (pointer: string) => string | undefined
}

/** Findings for what Ajv refuses: each at the key or value to change, in words that need no documentation. */
export function explainErrors(
  errors: readonly ErrorObject[],
  document: LoadedDocument,
  prefix = '',
): readonly Finding[] {
  const site = { document, prefix, written: writtenIn(document) }
  // What is wrong with a key is said where the key is refused.
  const collapsed = collapseUnions(errors.filter((each) => each.propertyName === undefined))
  return collapsed.filter((each) => !isConsequence(each, collapsed)).map((each) => explain(each, site))
}

/** The key that somebody meant who has no `:` and a plain space after it (`domain { … }`, or a space that YAML does not know). */
function unendedKey(key: string, known: readonly string[]): string | undefined {
  const word = /^[\w-]+(?=[^\w-])/.exec(key)?.[0]
  return word !== undefined && known.includes(word) ? word : undefined
}

/** A key that is missing because it is misspelt in the same map is reported once, as the misspelling. */
function isConsequence(error: ErrorObject, all: readonly ErrorObject[]): boolean {
  if (error.keyword !== 'required') return false
  const missing = textOf(error.params.missingProperty)
  return all.some(
    (each) =>
      each.keyword === 'additionalProperties' &&
      each.instancePath === error.instancePath &&
      meantBy(textOf(each.params.additionalProperty), keysOf(each)) === missing,
  )
}

function meantBy(key: string, known: readonly string[]): string | undefined {
  return unendedKey(key, known) ?? didYouMean(key, known)
}

function keysOf(error: ErrorObject): readonly string[] {
  return Object.keys(literalOf(error).properties ?? {})
}

function explain(error: ErrorObject, { document, prefix, written }: Site): Finding {
  const pointer = prefix + error.instancePath
  const found =
    explainUnknownKey(error, pointer) ?? explainInlineSecret(error, pointer) ?? explainKeyword(error, pointer, written)
  return finding(
    found.rule,
    document.locate(found.pointer ?? pointer, found.part ?? 'value'),
    found.message,
    found.hint,
  )
}

function explainUnknownKey(error: ErrorObject, pointer: string): Explained | undefined {
  const { additionalProperty, unevaluatedProperty } = error.params
  const key = textOf(additionalProperty ?? unevaluatedProperty)
  if (additionalProperty === undefined && unevaluatedProperty === undefined) return undefined
  return {
    rule: 'schema/unknown-key',
    pointer: `${pointer}/${escapeToken(key)}`,
    part: 'key',
    message: `unknown key \`${key.slice(0, 60)}\` in ${pathWords(pointer)}`,
    hint: hintFor(key, keysOf(error), pointer),
  }
}

function hintFor(key: string, known: readonly string[], pointer: string): string {
  const unended = unendedKey(key, known)
  if (unended !== undefined) return `write \`${unended}:\` and a plain space after it`
  // Every object of Kubernetes has it, so people write it where a file or its folder is the name.
  if (key === 'metadata' && pointer === '')
    return 'remove it: files of this kind have no name of their own; an authored policy is named by its folder'
  return suggestion(key, known, 'nothing can be set here; remove it')
}

/** What stands where only a reference may stand is taken for a secret and never repeated. */
function explainInlineSecret(error: ErrorObject, pointer: string): Explained | undefined {
  const schema = literalOf(error)
  const isReference = schema.title === SECRET_REFERENCE
  const { anyOf } = schema
  const mayBeReference =
    Array.isArray(anyOf) && anyOf.some((each) => (each as { title?: unknown })?.title === SECRET_REFERENCE)
  if (isReference && (error.keyword === 'minProperties' || error.keyword === 'maxProperties'))
    return {
      rule: 'secret/reference',
      message: `${pathWords(pointer)} needs exactly one of \`env\` and \`file\``,
      hint: 'write { env: NAME } or { file: path }',
    }
  if ((isReference && error.keyword === 'type') || mayBeReference)
    return {
      rule: 'secret/inline',
      message: `${pathWords(pointer)} must be a reference to a secret, not the secret itself`,
      hint: 'write { env: NAME } or { file: path }; if this was a real secret, replace it, since Git keeps it',
    }
  return undefined
}
