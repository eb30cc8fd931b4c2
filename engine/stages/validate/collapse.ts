import type { ErrorObject } from 'ajv'
import { SECRET_REFERENCE } from '../../model/configuration/secret-reference.ts'
import { isObject } from '../../model/json.ts'

const UNIONS: readonly string[] = ['oneOf', 'anyOf']

function branchOf(error: ErrorObject, union: ErrorObject): string | undefined {
  const prefix = `${union.schemaPath}/`
  if (!error.schemaPath.startsWith(prefix)) return undefined
  return error.schemaPath.slice(prefix.length).split('/', 1)[0]
}

/** Of what may be a secret reference, no single form is reported: its words would repeat the value. */
function mayHoldSecret(union: ErrorObject): boolean {
  const forms: unknown = union.schema
  return (
    typeof union.data === 'string' &&
    Array.isArray(forms) &&
    forms.some((each) => isObject(each) && each.title === SECRET_REFERENCE)
  )
}

/** The errors of the one form that a value was meant to have, or the union's own error where that cannot be told. */
function meant(union: ErrorObject, inside: readonly ErrorObject[]): readonly ErrorObject[] {
  if (mayHoldSecret(union)) return [union]
  const branches = new Map<string, ErrorObject[]>()
  for (const error of inside) {
    const branch = branchOf(error, union) ?? ''
    branches.set(branch, [...(branches.get(branch) ?? []), error])
  }
  const fits = [...branches.values()].filter(
    (errors) => !errors.some((each) => each.keyword === 'type' && each.instancePath === union.instancePath),
  )
  const tagged = fits.filter((errors) => !errors.some((each) => each.keyword === 'const' || each.keyword === 'enum'))
  const left = fits.length > 1 ? tagged : fits
  return left.length === 1 ? (left[0] ?? [union]) : [union]
}

/** Errors without the noise of unions: Ajv reports every form that a value does not have. */
export function collapseUnions(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter((each) => UNIONS.includes(each.keyword))
  const outermost = unions.filter(
    (each) => !unions.some((other) => other !== each && branchOf(each, other) !== undefined),
  )
  const rest = errors.filter(
    (each) => !unions.includes(each) && !unions.some((union) => branchOf(each, union) !== undefined),
  )
  const kept = outermost.flatMap((union) => {
    const inside = errors.filter((each) => isWithin(each, union))
    const chosen = meant(union, inside)
    return chosen.length === 1 && chosen[0] === union ? chosen : collapseUnions(chosen)
  })
  return [...rest, ...kept]
}

/** An error of a branch, for this value and not for another that the same schema was applied to. */
function isWithin(error: ErrorObject, union: ErrorObject): boolean {
  return branchOf(error, union) !== undefined && `${error.instancePath}/`.startsWith(`${union.instancePath}/`)
}
