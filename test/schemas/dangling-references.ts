import type { Json } from '../../engine/model/json.ts'
import { at, listAt, textAt } from '../../engine/model/json.ts'

/**
 * What objects of one hub refer to and nobody renders: RHACM says nothing about a PlacementBinding whose placement or
 * policy is not there, it only delivers nothing.
 */
export function danglingReferences(objects: readonly Json[]): readonly string[] {
  const there = new Set(
    objects.map((each) =>
      keyOf(textAt(each, 'kind'), textAt(each, 'metadata', 'namespace'), textAt(each, 'metadata', 'name')),
    ),
  )
  return objects.flatMap((object) => {
    const namespace = textAt(object, 'metadata', 'namespace')
    const name = textAt(object, 'metadata', 'name')
    const kind = textAt(object, 'kind')
    if (kind === 'ManagedClusterSetBinding' && textAt(object, 'spec', 'clusterSet') !== name) {
      return [`${kind} ${name}: spec.clusterSet must be the binding's own name`]
    }
    if (kind !== 'PlacementBinding') return []
    return [at(object, 'placementRef'), ...listAt(object, 'subjects')]
      .map((reference) => keyOf(textAt(reference, 'kind'), namespace, textAt(reference, 'name')))
      .filter((key) => !there.has(key))
      .map((key) => `PlacementBinding ${name}: there is no ${key}`)
  })
}

function keyOf(kind = '', namespace = '', name = ''): string {
  return `${kind} ${namespace}/${name}`
}
