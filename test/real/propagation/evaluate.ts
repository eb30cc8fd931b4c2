import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../../engine/model/json.ts'
import { isSelected, labelsOf, nameOf } from './decide.ts'
import { judgeNamed } from './judge-named.ts'
import type { LiveObjects, ServedKind } from './live-objects.ts'
import { holdsLoosely } from './merge.ts'
import { namespacesFor } from './select-namespaces.ts'

/** One object, or one lot of unnamed ones, of an object template. */
export interface Judged {
  readonly isCompliant: boolean
  /** Of relatedObjects (policy-api 5.11). */
  readonly reason: string
  readonly apiVersion: string
  readonly kind: string
  readonly plural: string
  readonly namespace: string
  /** `-` where the template names none. */
  readonly name: string
  /** Instead of the usual sentence. */
  readonly error?: string
  /** What was true before enforcement wrote. */
  readonly was?: string
}

export interface Evaluated {
  readonly isCompliant: boolean
  /** One list for each object template. */
  readonly templates: readonly (readonly Judged[])[]
  /** Enforcement wrote something: the cluster is not what was read any more. */
  readonly hasWritten: boolean
}

/** Evaluates a resolved ConfigurationPolicy against the live objects; with `enforce` it writes what differs. */
export async function evaluate(definition: JsonObject, live: LiveObjects, enforce: boolean): Promise<Evaluated> {
  const templates: (readonly Judged[])[] = []
  for (const template of listAt(definition, 'spec', 'object-templates')) {
    if (isObject(template))
      templates.push(await judged(template, at(definition, 'spec', 'namespaceSelector'), live, enforce))
  }
  const all = templates.flat()
  return {
    templates,
    isCompliant: all.every((each) => each.isCompliant),
    hasWritten: all.some((each) => / success$/.test(each.reason)),
  }
}

async function judged(
  template: JsonObject,
  selector: Json | undefined,
  live: LiveObjects,
  enforce: boolean,
): Promise<readonly Judged[]> {
  const desired = template.objectDefinition
  if (!isObject(desired)) return []
  const apiVersion = textAt(desired, 'apiVersion') ?? ''
  const kind = textAt(desired, 'kind') ?? ''
  const type = await live.type(apiVersion, kind)
  const named = { apiVersion, kind, plural: type?.plural ?? kind.toLowerCase(), namespace: '', name: '-' }
  if (!type) {
    const error = `couldn't find mapping resource with kind ${kind} in API version ${apiVersion}, please check if you have CRD deployed`
    return [{ ...named, isCompliant: false, reason: 'K8s error', error }]
  }
  const places = await namespacesFor(desired, type, selector, live)
  if (places.length === 0) {
    const text = `namespaced object ${nameOf(desired)} of kind ${kind} has no namespace specified from the policy namespaceSelector nor the object metadata`
    return [{ ...named, isCompliant: false, reason: 'K8s missing namespace', error: text }]
  }
  const lots = await Promise.all(
    places.map((namespace) => judgedIn(namespace, { template, desired, live, type, enforce })),
  )
  return lots.flat()
}

interface Place {
  readonly template: JsonObject
  readonly desired: JsonObject
  readonly live: LiveObjects
  readonly type: ServedKind
  readonly enforce: boolean
}

async function judgedIn(
  namespace: string,
  { template, desired, live, type, enforce }: Place,
): Promise<readonly Judged[]> {
  const apiVersion = textAt(desired, 'apiVersion') ?? ''
  const kind = textAt(desired, 'kind') ?? ''
  const base = { apiVersion, kind, plural: type.plural, namespace }
  const isForbidden = textAt(template, 'complianceType')?.toLowerCase() === 'mustnothave'
  const name = nameOf(desired)
  if (name !== '') return [{ ...base, ...(await judgeNamed({ template, desired, live, namespace, name, enforce })) }]
  const here = (await live.all(apiVersion, kind)).filter(
    (each) => (textAt(each, 'metadata', 'namespace') ?? '') === namespace,
  )
  if (template.objectSelector !== undefined) {
    const chosen = here.filter((each) => isSelected(template.objectSelector, labelsOf(each)))
    const each = chosen.map(async (one) => {
      const found = { template, desired, live, namespace, name: nameOf(one), enforce }
      return { ...base, ...(await judgeNamed(found)) }
    })
    return await Promise.all(each)
  }
  const matching = here.filter((each) => holdsLoosely(desired, each))
  if (isForbidden) {
    if (matching.length === 0)
      return [{ ...base, name: '-', isCompliant: true, reason: 'Resource not found as expected' }]
    const reason = 'Resource found but should not exist'
    return matching.map((each) => ({ ...base, name: nameOf(each), isCompliant: false, reason }))
  }
  if (matching.length === 0)
    return [{ ...base, name: '-', isCompliant: false, reason: 'Resource not found but should exist' }]
  return matching.map((each) => ({
    ...base,
    name: nameOf(each),
    isCompliant: true,
    reason: 'Resource found as expected',
  }))
}
