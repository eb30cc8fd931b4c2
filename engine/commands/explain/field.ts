import { components } from '../../../policies/index.ts'
import { Failure } from '../../model/failure.ts'
import type { Json } from '../../model/json.ts'
import { didYouMean } from '../../model/suggest.ts'
import type { FieldAnswer, FieldExplanation } from '../../stages/explain/field.ts'
import { explainField } from '../../stages/explain/field.ts'
import { json } from '../../stages/report/json.ts'
import { schemaKinds } from '../../stages/validate/kinds.ts'
import type { Io } from '../io.ts'

/** Explains a path of a schema such as `environment.spec.clusters`; false where the words name an object instead. */
export function explainsField(io: Io, words: string, isJson: boolean): boolean {
  if (/[/#]/.test(words)) return false
  const kinds = schemaKinds(components)
  const answer = explainField(kinds, words) ?? settingsOf(kinds, words)
  if (answer === undefined) {
    assertNoKindMeant(words, [...kinds.keys()])
    return false
  }
  if ('unknown' in answer) throw unknown(answer)
  io.out(isJson ? json(answer.found) : `${describe(io, answer.found)}\n`)
  return true
}

/** `vault.seal` for `environment.spec.components.vault.seal`. */
function settingsOf(kinds: ReadonlyMap<string, Json>, words: string): FieldAnswer | undefined {
  const [first] = words.split('.')
  const isComponent = words.includes('.') && components.some((each) => each.name === first)
  return isComponent ? explainField(kinds, `Environment.spec.components.${words}`) : undefined
}

function assertNoKindMeant(words: string, kinds: readonly string[]): void {
  const [first = '', ...rest] = words.split('.')
  const near = rest.length === 0 ? undefined : didYouMean(first, kinds)
  if (near === undefined) return
  throw new Failure('explain/unknown-field', `there is no kind ${first}`, {
    hint: `did you mean ${[near.toLowerCase(), ...rest].join('.')}?`,
  })
}

function unknown(answer: Exclude<FieldAnswer, { readonly found: unknown }>): Failure {
  const { unknown: step, within, meant, known } = answer
  const hint =
    meant === undefined ? `known there: ${known.slice(0, 20).join(', ') || 'nothing'}` : `did you mean ${meant}?`
  return new Failure('explain/unknown-field', `${within} has no field ${step}`, { hint })
}

function describe(io: Io, field: FieldExplanation): string {
  const { bold, dim } = io.palette
  const facts: readonly (readonly [string, string])[] = [
    ['default', field.default === undefined ? '' : shown(field.default)],
    ['values', (field.values ?? []).map(shown).join(', ')],
    ['must be', field.limits.join(', ')],
    ['examples', field.examples.map(shown).join('  ')],
    ['rules', field.rules.join(', ')],
  ]
  const lines = facts.flatMap(([name, text]) => (text === '' ? [] : [`  ${name.padEnd(9)} ${text}`]))
  const width = Math.min(
    40,
    Math.max(0, ...field.fields.map((each) => nameOf(each.path).length + each.type.length + 3)),
  )
  const fields = field.fields.map(({ path, type, required, description }) => {
    const head = `${nameOf(path)} <${type}>`
    return `  ${head.padEnd(width)}  ${required ? 'required. ' : ''}${dim(description)}`
  })
  return [
    `${bold(field.path)} <${field.type}>${field.required && field.path.includes('.') ? ' required' : ''}`,
    ...(field.description === '' ? [] : [`  ${field.description}`]),
    ...(lines.length === 0 ? [] : ['', ...lines]),
    ...(fields.length === 0 ? [] : ['', ...fields]),
  ].join('\n')
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
