import type { ErrorObject, ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../engine/model/json.ts'
import { ANNOTATION } from '../../engine/model/labels.ts'
import { resolvePointer } from '../../engine/model/pointer.ts'
import { builtInKind, metadataDefinitions } from './builtin-schemas.ts'
import type { KnownKind } from './crd-schemas.ts'
import { customKind } from './crd-schemas.ts'
import type { Strictness } from './structural-schema.ts'

/** What is wrong with an object and all that it carries, and the kinds in it that nobody has a schema for. */
export interface Inspection {
  /** `Kind namespace/name pointer: what is wrong`. */
  readonly errors: readonly string[]
  /** `apiVersion Kind`. */
  readonly withoutSchema: readonly string[]
}

/** Errors of an object under strict field validation, of every object inside a policy too. */
export function validateObject(object: Json): readonly string[] {
  return inspectObject(object).errors
}

export function inspectObject(object: Json, strictness: Strictness = 'whole', where = titleOf(object)): Inspection {
  const own = inspectAlone(object, strictness, where)
  const inner = innerObjects(object).map((each) =>
    inspectObject(each.object, each.strictness, `${where} ${each.pointer}`),
  )
  return {
    errors: [...own.errors, ...inner.flatMap((each) => each.errors)],
    withoutSchema: [...new Set([...own.withoutSchema, ...inner.flatMap((each) => each.withoutSchema)])],
  }
}

function titleOf(object: Json): string {
  const name = [textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')].filter(Boolean).join('/')
  return `${textAt(object, 'kind')} ${name}`
}

function inspectAlone(object: Json, strictness: Strictness, where: string): Inspection {
  const apiVersion = textAt(object, 'apiVersion')
  const kind = textAt(object, 'kind')
  if (apiVersion === undefined || kind === undefined) {
    return { errors: [`${where}: no apiVersion or no kind`], withoutSchema: [] }
  }
  const compiled = compile(apiVersion, kind, strictness)
  if (!compiled) return { errors: [], withoutSchema: [`${apiVersion} ${kind}`] }
  compiled.validate(object)
  const errors = (compiled.validate.errors ?? []).filter((error) => !isResolvedLater(error, object)).map(messageOf)
  const isMisplaced = !compiled.isNamespaced && at(object, 'metadata', 'namespace') !== undefined
  const scope = isMisplaced ? ['/metadata/namespace: this kind has no namespace'] : []
  return { errors: [...errors, ...scope].map((error) => `${where} ${error}`), withoutSchema: [] }
}

interface Compiled {
  readonly validate: ValidateFunction
  readonly isNamespaced: boolean
}

const compiled = new Map<string, Compiled | undefined>()
const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false, validateFormats: false })

function compile(apiVersion: string, kind: string, strictness: Strictness): Compiled | undefined {
  const key = `${apiVersion} ${kind} ${strictness}`
  if (!compiled.has(key)) {
    const known = customKind(apiVersion, kind, strictness) ?? builtInKind(apiVersion, kind, strictness)
    compiled.set(
      key,
      known && { validate: ajv.compile(withMetadata(known, strictness)), isNamespaced: known.isNamespaced },
    )
  }
  return compiled.get(key)
}

function withMetadata({ schema }: KnownKind, strictness: Strictness): JsonObject {
  const own = isObject(schema.$defs) ? schema.$defs : {}
  return { ...schema, $defs: { ...metadataDefinitions(strictness), ...own } }
}

interface Inner {
  readonly object: Json
  readonly pointer: string
  readonly strictness: Strictness
}

/** The objects that a policy or a template of one carries. */
function innerObjects(object: Json): readonly Inner[] {
  switch (textAt(object, 'kind')) {
    case 'Policy':
      return listAt(object, 'spec', 'policy-templates').map((template, i) => ({
        object: asInform(at(template, 'objectDefinition') ?? null),
        pointer: `/spec/policy-templates/${i}/objectDefinition`,
        strictness: 'whole',
      }))
    case 'ConfigurationPolicy':
      return listAt(object, 'spec', 'object-templates').map((template, i) => ({
        object: at(template, 'objectDefinition') ?? null,
        pointer: `/spec/object-templates/${i}/objectDefinition`,
        strictness: isAssertion(object, template) ? 'partial' : 'whole',
      }))
    case 'OperatorPolicy':
      return operatorObjects(object)
    default:
      return []
  }
}

/** A template that reports on a part of an object, or forbids one, need not be a whole object. */
function isAssertion(policy: Json, template: Json): boolean {
  const role = textAt(policy, 'metadata', 'annotations', ANNOTATION.role) ?? 'desired'
  return role !== 'desired' || textAt(template, 'complianceType')?.toLowerCase() === 'mustnothave'
}

/** Inside a Policy `InformOnly` is allowed; RHACM hands the template on as `inform`, which is what its own schema knows. */
function asInform(template: Json): Json {
  const spec = at(template, 'spec')
  if (!isObject(template) || !isObject(spec) || spec.remediationAction !== 'InformOnly') return template
  return { ...template, spec: { ...spec, remediationAction: 'inform' } }
}

/** An OperatorPolicy carries a Subscription's and an OperatorGroup's spec, each with the object's namespace and name mixed in. */
function operatorObjects(object: Json): readonly Inner[] {
  const apart = (field: string, kind: string, apiVersion: string, own: readonly string[]): readonly Inner[] => {
    const given = at(object, 'spec', field)
    if (!isObject(given)) return []
    const spec = Object.fromEntries(Object.entries(given).filter(([key]) => !own.includes(key)))
    return [{ object: { apiVersion, kind, metadata: {}, spec }, pointer: `/spec/${field}`, strictness: 'partial' }]
  }
  return [
    ...apart('subscription', 'Subscription', 'operators.coreos.com/v1alpha1', ['namespace']),
    ...apart('operatorGroup', 'OperatorGroup', 'operators.coreos.com/v1', ['namespace', 'name']),
  ]
}

/** Templates that yield something else than text end in one of RHACM's conversions, or copy a whole map (policy-api 6.2). */
const CONVERTED = /\|\s*(toInt|toBool|toLiteral)\s*(hub)?\s*\}\}\s*$/
const COPIED = /^\{\{(hub)?-?\s*copy(Secret|ConfigMap)Data\s[^}]*\}\}\s*$/

/** True where the value is a template: text stands for text of any form, for another type only with a conversion. */
function isResolvedLater(error: ErrorObject, object: Json): boolean {
  const value = resolvePointer(object, error.instancePath)
  if (typeof value !== 'string' || !value.includes('{{')) return false
  if (error.keyword !== 'type') return error.keyword !== 'const'
  return value.startsWith('{{') && (CONVERTED.test(value) || (error.params.type === 'object' && COPIED.test(value)))
}

function messageOf(error: ErrorObject): string {
  if (error.keyword !== 'additionalProperties')
    return `${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`
  return `${error.instancePath}: unknown field “${error.params.additionalProperty}”`
}
