import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, textAt } from '../../model/json.ts'
import type { ResourceType } from '../../model/resources.ts'
import type { Cluster } from './cluster.ts'
import { isMustNotHave } from './compliance.ts'
import type { Event } from './event.ts'
import { errorEvent } from './event.ts'
import { labelSelector, labelsOf } from './label-selector.ts'
import { isEmptySelector, selectNamespaces } from './namespaces.ts'
import { contentMatches } from './object.ts'

/** One object that a template asks for; an unnamed one is any object of the kind. */
export interface Target {
  readonly desired: JsonObject
  readonly namespace: string
  /** '' where the template names none. */
  readonly name: string
}

/** What a template addresses, or what is to be said where it addresses nothing. */
export type Addressed =
  | { readonly type: ResourceType | undefined; readonly event: Event; readonly spared?: Target }
  | { readonly type: ResourceType; readonly targets: readonly Target[] }

export interface ObjectTemplate {
  readonly index: number
  readonly definition: JsonObject
  readonly template: JsonObject
  readonly policyName: string
  readonly namespaceSelector: Json | undefined
}

const TEMPLATE_ERROR = 'Error processing template'
const NAMESPACE_MISMATCH =
  "The object definition's namespace must match the result from the namespace selector after template resolution"

/** determineDesiredObjects of the controller. */
export function address(asked: ObjectTemplate, cluster: Cluster): Addressed {
  const { definition } = asked
  if (!isIdentified(definition)) {
    const message = 'Error parsing the namespace from the object definition'
    return { type: undefined, event: errorEvent('K8s decode object definition error', message) }
  }
  const apiVersion = textAt(definition, 'apiVersion') ?? ''
  const kind = textAt(definition, 'kind') ?? ''
  if (kind === '' || versionOf(apiVersion) === '') {
    const message = `The kind and apiVersion fields are required on the object template at index ${asked.index} in policy ${asked.policyName}`
    return { type: undefined, event: errorEvent('K8s decode object definition error', message) }
  }
  const type = cluster.typeOf(apiVersion, kind)
  if (!type) {
    const message = `couldn't find mapping resource with kind ${kind} in API version ${apiVersion}, please check if you have CRD deployed`
    return { type, event: errorEvent('K8s error', message) }
  }
  const namespaces = namespacesOf(asked, type, cluster)
  if ('reason' in namespaces) return { type, event: namespaces }
  const name = (textAt(definition, 'metadata', 'name') ?? '').trim()
  const selector = asked.template.objectSelector
  if (name !== '' || !isObject(selector)) {
    return { type, targets: namespaces.map((namespace) => target(definition, namespace, name)) }
  }
  return addressSelected(asked, selector, type, namespaces, cluster)
}

/** False where what says which object is meant is there, but is no text. */
function isIdentified({ apiVersion, kind, metadata = null }: JsonObject): boolean {
  if (metadata !== null && !isObject(metadata)) return false
  const said = [apiVersion, kind, metadata?.name, metadata?.namespace]
  return said.every((each) => each === undefined || each === null || typeof each === 'string')
}

function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1)
}

/** Cluster-scoped objects are in the namespace '' unless their definition says another, which is then repeated in messages. */
function namespacesOf(asked: ObjectTemplate, type: ResourceType, cluster: Cluster): readonly string[] | Event {
  const literal = (textAt(asked.definition, 'metadata', 'namespace') ?? '').trim()
  if (!type.namespaced) {
    const isRefused = literal !== '' && !isEmptySelector(asked.namespaceSelector)
    return isRefused ? errorEvent(TEMPLATE_ERROR, NAMESPACE_MISMATCH) : [literal]
  }
  if (literal !== '') return [literal]
  const selected = selectNamespaces(asked.namespaceSelector, cluster.namespaces)
  if ('error' in selected) {
    const message = `Error filtering namespaces with provided namespaceSelector: ${selected.error}`
    return errorEvent('namespaceSelector error', message)
  }
  if (selected.names.length > 0) return selected.names
  const name = textAt(asked.definition, 'metadata', 'name') ?? ''
  const named = name === '' ? '' : ` ${name}`
  const message = `namespaced object${named} of kind ${textAt(asked.definition, 'kind') ?? ''} has no namespace specified from the policy namespaceSelector nor the object metadata`
  return errorEvent('K8s missing namespace', message)
}

function addressSelected(
  asked: ObjectTemplate,
  selector: Json,
  type: ResourceType,
  namespaces: readonly string[],
  cluster: Cluster,
): Addressed {
  const labels = labelSelector(selector)
  if ('error' in labels) {
    const message = `Error parsing provided objectSelector in the object-template at index [${asked.index}]: ${labels.error}`
    return { type, event: errorEvent('objectSelector error', message) }
  }
  const kind = textAt(asked.definition, 'kind') ?? ''
  const apiVersion = textAt(asked.definition, 'apiVersion') ?? ''
  const selected = namespaces.flatMap((namespace) =>
    cluster
      .list(apiVersion, kind, type.namespaced ? namespace : '')
      .filter((object) => labels.matches(labelsOf(object)))
      .map((object) => ({
        object,
        target: target(asked.definition, namespace, textAt(object, 'metadata', 'name') ?? ''),
      })),
  )
  const [first] = selected
  if (!first) {
    const message = `No objects of kind ${kind} were matched from the policy objectSelector`
    return { type, event: { ...errorEvent('', message), compliant: true } }
  }
  if (!isMustNotHave(asked.template.complianceType)) return { type, targets: selected.map((each) => each.target) }
  const unnamed = target(asked.definition, first.target.namespace, '').desired
  const unwanted = namespaces.flatMap((namespace) => {
    const there = selected.filter((each) => each.target.namespace === namespace)
    const objects = there.map(({ object }) => object)
    const matching = new Set(contentMatches(unnamed, objects, 'musthave').matching)
    return there.filter(({ object }) => matching.has(object))
  })
  if (unwanted.length > 0) return { type, targets: unwanted.map((each) => each.target) }
  // The controller then speaks of all namespaces it looked into, even of the one that cluster-scoped objects do not have, and
  // relates one selected object alone: which one is left to chance there.
  const places = type.namespaced ? namespaces : ['']
  const word = places.length > 1 ? 'namespaces:' : 'namespace'
  const message = `${type.plural} missing as expected in ${word} ${places.join(', ')}`
  return { type, event: { ...errorEvent('', message), compliant: true }, spared: first.target }
}

/** The definition as it is asked for one object: with the name and namespace of that object. */
function target(definition: JsonObject, namespace: string, name: string): Target {
  const { namespace: _namespace, name: _name, ...rest } = isObject(definition.metadata) ? definition.metadata : {}
  const place = { ...(namespace === '' ? {} : { namespace }), ...(name === '' ? {} : { name }) }
  const isBare = !isObject(definition.metadata) && Object.keys(place).length === 0
  const desired = isBare ? definition : { ...definition, metadata: { ...rest, ...place } }
  return { desired, namespace, name }
}
