import type { RelatedObject } from '../../model/verdict.ts'

/** One entry an object, by kind, namespace and name: a later template's word counts where it says otherwise. */
export function relatedOnce(all: readonly RelatedObject[]): readonly RelatedObject[] {
  const once = new Map<string, RelatedObject>()
  for (const each of all) {
    const identity = JSON.stringify([each.apiVersion, each.kind, each.namespace, each.name])
    if (once.get(identity)?.compliant !== each.compliant) once.set(identity, each)
  }
  return [...once.values()].sort(
    (a, b) => order(a.kind, b.kind) || order(a.namespace, b.namespace) || order(a.name, b.name),
  )
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
