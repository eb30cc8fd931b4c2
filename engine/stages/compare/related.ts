import type { RelatedObject } from '../../model/verdict.ts'

/**
 * What the controller keeps beside a related object (`properties`): nothing where it did not compare the object, else whether
 * there is a diff, or a dry run showed that nothing would change.
 */
export type Note = 'nothing' | 'no diff' | 'diff' | 'same after dry run'

export interface RelatedEntry {
  readonly object: RelatedObject
  readonly note: Note
}

/**
 * One entry an object, by kind, namespace and name: a later template's word counts where its verdict or its note differs
 * (addOrUpdateRelatedObject of the controller).
 */
export function relatedOnce(all: readonly RelatedEntry[]): readonly RelatedObject[] {
  const once = new Map<string, RelatedEntry>()
  for (const each of all) {
    const { apiVersion, kind, namespace, name, compliant } = each.object
    const identity = JSON.stringify([apiVersion, kind, namespace, name])
    const before = once.get(identity)
    if (before?.object.compliant !== compliant || before.note !== each.note) once.set(identity, each)
  }
  return [...once.values()]
    .map(({ object }) => object)
    .sort((a, b) => order(a.kind, b.kind) || order(a.namespace, b.namespace) || order(a.name, b.name))
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
