import type { Explanation, FieldShare, SeenCluster, UnexplainedField } from '../../model/imported.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import type { ObjectKey } from '../../model/kube.ts'
import { identityOf, keyOf } from '../../model/kube.ts'
import type { PlannedPolicy } from '../../model/plan.ts'
import { REDACTED, redactPointer, redactValue } from '../../model/redact.ts'
import { originsAt } from '../../model/traced.ts'
import { covered } from './cover.ts'
import { effectiveKey } from './find.ts'
import { isWithheld } from './manifest.ts'
import { fieldsOf, isMade, ownerOf } from './ownership.ts'
import type { Compare, PlacedTemplate } from './trial.ts'

/** What policies say of one object. */
export interface Spoken {
  readonly fields: Set<string>
  /** The setting of the environment that asked for a field or for what is around it, as a pointer. */
  readonly settings: ((pointer: string) => string | undefined)[]
}

/** For each cluster and object, what policies speak of. */
export type Coverage = ReadonlyMap<string, Spoken>

/** One object on one cluster. */
export function placeOf(cluster: string, key: ObjectKey): string {
  return `${cluster}|${identityOf(key)}`
}

/** Fields that templates account for; objects that a template selects instead of naming are asked of the comparison. */
export function coverageOf(templates: readonly PlacedTemplate[], compare: Compare): Coverage {
  const spoken = new Map<string, Spoken>()
  for (const { cluster, definition, policy, pointer: place } of templates) {
    const index = indexOf(cluster)
    for (const [i, each] of listAt(definition, 'spec', 'object-templates').entries()) {
      const desired = isObject(each) ? each.objectDefinition : undefined
      if (!isObject(desired) || textAt(each, 'complianceType') === 'mustnothave') continue
      const found = index.get(identityOf(effectiveKey(desired)))
      const objects: readonly JsonObject[] = found ? [found] : selected(desired, definition, cluster, compare)
      for (const object of objects) {
        const key = placeOf(cluster.name, effectiveKey(object))
        const known = spoken.get(key) ?? { fields: new Set<string>(), settings: [] }
        for (const pointer of covered(desired, object)) known.fields.add(pointer)
        const inside = `${place}/spec/object-templates/${i}/objectDefinition`
        known.settings.push((pointer) => settingAt(policy, `${inside}${pointer}`))
        spoken.set(key, known)
      }
    }
  }
  return spoken
}

/** The component setting nearest to a rendered field. */
function settingAt(policy: PlannedPolicy, pointer: string): string | undefined {
  const origins = originsAt(policy.origins, pointer)
  return origins.find((each) => /^\/spec\/components\/[^/]+\//.test(each.pointer))?.pointer
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
      const why: Explanation = component?.fields.has(pointer)
        ? 'component'
        : author?.fields.has(pointer)
          ? 'authored'
          : (owner ?? (isMade(object) ? 'server' : 'unexplained'))
      counts[why] += 1
      if (why === 'unexplained') unexplained.push(unexplainedField({ cluster, object }, pointer, value, component))
    }
  }
  return { share: counts, unexplained }
}

function unexplainedField(
  { cluster, object }: Accountable,
  pointer: string,
  value: Json,
  component: Spoken | undefined,
): UnexplainedField {
  const key = keyOf(object)
  const isSecret = (typeof value === 'string' || typeof value === 'number') && isWithheld(object, pointer, value)
  const shown = isSecret ? REDACTED : redactValue(key, pointer, value, { within: object })
  const field = { cluster, object: key, pointer: redactPointer(pointer), value: shown }
  if (isSecret)
    return {
      ...field,
      because: 'it holds or may hold a secret, which is never written to a repository',
      proposal: 'exception',
    }
  const setting = component?.settings.map((each) => each(pointer)).find((each) => each !== undefined)
  if (setting !== undefined)
    return { ...field, because: `what is around it comes from ${setting}`, proposal: 'setting' }
  if (component) return { ...field, because: 'the component says nothing about it', proposal: 'authored policy' }
  return { ...field, because: 'no policy that says it would be compliant', proposal: 'exception' }
}
