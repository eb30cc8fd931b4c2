import type { Explanation, FieldShare, SeenCluster, UnexplainedField } from '../../model/imported.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import type { ObjectKey } from '../../model/kube.ts'
import { identityOf, keyOf } from '../../model/kube.ts'
import { REDACTED, redactPointer, redactValue } from '../../model/redact.ts'
import { covered } from './cover.ts'
import { effectiveKey } from './find.ts'
import { isWithheld } from './manifest.ts'
import { fieldsOf, isMade, ownerOf } from './ownership.ts'
import type { Compare, PlacedTemplate } from './trial.ts'

/** For each cluster and object, the fields that policies speak of. */
export type Coverage = ReadonlyMap<string, ReadonlySet<string>>

/** One object on one cluster. */
export function placeOf(cluster: string, key: ObjectKey): string {
  return `${cluster}|${identityOf(key)}`
}

/** Fields that templates account for; objects that a template selects instead of naming are asked of the comparison. */
export function coverageOf(templates: readonly PlacedTemplate[], compare: Compare): Coverage {
  const fields = new Map<string, Set<string>>()
  for (const { cluster, definition } of templates) {
    const index = indexOf(cluster)
    for (const each of listAt(definition, 'spec', 'object-templates')) {
      const desired = isObject(each) ? each.objectDefinition : undefined
      if (!isObject(desired) || textAt(each, 'complianceType') === 'mustnothave') continue
      const found = index.get(identityOf(effectiveKey(desired)))
      const objects: readonly JsonObject[] = found ? [found] : selected(desired, definition, cluster, compare)
      for (const object of objects) {
        const place = placeOf(cluster.name, effectiveKey(object))
        const set = fields.get(place) ?? new Set<string>()
        for (const pointer of covered(desired, object)) set.add(pointer)
        fields.set(place, set)
      }
    }
  }
  return fields
}

const INDEXES = new WeakMap<readonly JsonObject[], ReadonlyMap<string, JsonObject>>()

function indexOf(cluster: SeenCluster): ReadonlyMap<string, JsonObject> {
  const known = INDEXES.get(cluster.objects)
  if (known) return known
  const made = new Map(cluster.objects.map((each) => [identityOf(effectiveKey(each)), each]))
  INDEXES.set(cluster.objects, made)
  return made
}

function selected(
  desired: JsonObject,
  definition: JsonObject,
  cluster: SeenCluster,
  compare: Compare,
): readonly JsonObject[] {
  const { kind, name } = effectiveKey(desired)
  if (name !== '') return []
  const related = compare(definition, cluster.objects).relatedObjects.filter((each) => each.kind === kind)
  return related.flatMap((each): readonly JsonObject[] => {
    const found = indexOf(cluster).get(identityOf(each))
    return found ? [found] : []
  })
}

export interface Account {
  readonly share: FieldShare
  readonly unexplained: readonly UnexplainedField[]
}

export interface Accountable {
  readonly cluster: string
  readonly object: JsonObject
}

/** Every field of every object of the platform, with what accounts for it. */
export function account(objects: readonly Accountable[], byComponent: Coverage, byAuthor: Coverage): Account {
  const counts: Record<Explanation, number> = { component: 0, authored: 0, server: 0, default: 0, unexplained: 0 }
  const unexplained: UnexplainedField[] = []
  for (const { cluster, object } of objects) {
    const place = placeOf(cluster, effectiveKey(object))
    const component = byComponent.get(place)
    const author = byAuthor.get(place)
    for (const [pointer, value] of fieldsOf(object)) {
      const owner = ownerOf(object, pointer, value)
      const why: Explanation = component?.has(pointer)
        ? 'component'
        : author?.has(pointer)
          ? 'authored'
          : (owner ?? (isMade(object) ? 'server' : 'unexplained'))
      counts[why] += 1
      if (why === 'unexplained')
        unexplained.push(unexplainedField({ cluster, object }, pointer, value, component !== undefined))
    }
  }
  return { share: counts, unexplained }
}

function unexplainedField(
  { cluster, object }: Accountable,
  pointer: string,
  value: Json,
  hasComponent: boolean,
): UnexplainedField {
  const key = keyOf(object)
  const isSecret = typeof value === 'string' && isWithheld(object, pointer, value)
  const shown = isSecret ? REDACTED : redactValue(key, pointer, value, { within: object })
  const field = { cluster, object: key, pointer: redactPointer(pointer), value: shown }
  if (isSecret)
    return {
      ...field,
      because: 'it holds or may hold a secret, which is never written to a repository',
      proposal: 'exception',
    }
  if (hasComponent) return { ...field, because: 'the component says nothing about it', proposal: 'authored policy' }
  return { ...field, because: 'no policy that says it would be compliant', proposal: 'exception' }
}
