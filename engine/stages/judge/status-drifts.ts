import type { Condition } from '../../model/drift.ts'
import type { JsonObject } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import type { ObjectKey } from '../../model/kube.ts'
import { identityOf, keyOf } from '../../model/kube.ts'
import type { RenderedPolicy } from '../../model/rendered.ts'
import { pluralOf, resourceTypeOf } from '../../model/resources.ts'
import type { Sentence } from './history-messages.ts'
import { readMessage } from './history-messages.ts'
import type { RawDrift } from './sightings.ts'

interface Found {
  readonly object: ObjectKey
  readonly change: Sentence['change']
  /** Pointer of the object template in the ConfigurationPolicy; '' for the whole template. */
  readonly template: string
}

/** Drifts as a status alone can tell them: the objects that its message names, without fields and without who. */
export function statusDrifts(
  condition: Condition,
  policy: RenderedPolicy,
  definition: JsonObject,
  index: number,
): readonly RawDrift[] {
  const pointer = `/spec/policy-templates/${index}/objectDefinition`
  const named = readMessage(condition.message).violations.flatMap((each) => objectsOf(each, definition))
  const found = named.length > 0 ? named : [wholeTemplate(definition)]
  return found.map(({ object, change, template }) => ({
    cluster: condition.cluster,
    policy,
    template: condition.template,
    severity: textAt(definition, 'spec', 'severity') ?? 'medium',
    difference: { object, change, fields: [], patch: [], observed: undefined, template },
    definition: template === '' ? pointer : `${pointer}${template}/objectDefinition`,
  }))
}

/**
 * What a status adds to what was compared. Two templates of a policy may speak of one object, and where only one of them
 * can be compared, the other's word on it would be the same drift once more, without its fields.
 */
export function untold(said: readonly RawDrift[], compared: readonly RawDrift[]): readonly RawDrift[] {
  const idOf = ({ policy, difference }: RawDrift) =>
    `${policy.name} ${difference.change} ${identityOf(difference.object)}`
  const known = new Set(compared.map(idOf))
  return said.filter((each) => !known.has(idOf(each)))
}

function wholeTemplate(definition: JsonObject): Found {
  return { object: { ...keyOf(definition), namespace: '' }, change: 'different', template: '' }
}

/** The objects of one sentence: resource, names and namespaces, each found again in the template that asked for it. */
function objectsOf(sentence: Sentence, definition: JsonObject): readonly Found[] {
  const templates = listAt(definition, 'spec', 'object-templates').flatMap((each, i) =>
    isObject(each) && isObject(each.objectDefinition)
      ? [{ key: keyOf(each.objectDefinition), template: `/spec/object-templates/${i}` }]
      : [],
  )
  const ofKind = templates.filter(({ key }) => pluralFor(key) === sentence.resource)
  const [any] = ofKind
  if (!any) return []
  const names = sentence.names.length > 0 ? sentence.names : ['-']
  const namespaces = sentence.namespaces.length > 0 ? sentence.namespaces : ['']
  return namespaces.flatMap((namespace) =>
    names.map((name) => {
      const isAsked = ({ key }: (typeof ofKind)[number]) =>
        key.name === name && (key.namespace === namespace || key.namespace === '')
      const { key, template } = ofKind.find(isAsked) ?? any
      return { object: { ...key, namespace, name }, change: sentence.change, template }
    }),
  )
}

function pluralFor({ apiVersion, kind }: ObjectKey): string {
  return resourceTypeOf(apiVersion, kind)?.plural ?? pluralOf(kind)
}
