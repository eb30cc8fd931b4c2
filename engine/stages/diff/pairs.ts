import { isEqual } from '../../model/json.ts'
import type { Carried } from './carried.ts'

export interface Pairs {
  readonly both: readonly { readonly was: Carried; readonly is: Carried }[]
  readonly added: readonly Carried[]
  readonly removed: readonly Carried[]
}

/**
 * Which object of a Policy is which of another state of it: by kind and name, whatever template holds it. Where a Policy has
 * several of one name (a kind that it looks at twice, two halves of one object) equal ones go together, then those of one
 * template, then the others in their order.
 */
export function pairsOf(before: readonly Carried[], after: readonly Carried[]): Pairs {
  const old = groups(before)
  const now = groups(after)
  const found = [...new Set([...now.keys(), ...old.keys()])].map((name) => paired(old.get(name), now.get(name)))
  return {
    both: found.flatMap((each) => each.both),
    added: found.flatMap((each) => each.added),
    removed: found.flatMap((each) => each.removed),
  }
}

function groups(all: readonly Carried[]): ReadonlyMap<string, readonly Carried[]> {
  const groups = new Map<string, Carried[]>()
  for (const each of all) {
    const mine = groups.get(each.object)
    if (mine) mine.push(each)
    else groups.set(each.object, [each])
  }
  return groups
}

const SAME: readonly ((was: Carried, is: Carried) => boolean)[] = [
  (was, is) => was.template === is.template && isEqual(was.content, is.content),
  (was, is) => isEqual(was.content, is.content),
  (was, is) => was.template === is.template,
  () => true,
]

function paired(before: readonly Carried[] = [], after: readonly Carried[] = []): Pairs {
  const both: { was: Carried; is: Carried }[] = []
  const removed = [...before]
  const added = [...after]
  for (const isSame of SAME) {
    for (const is of [...added]) {
      const was = removed.find((each) => isSame(each, is))
      if (was === undefined) continue
      both.push({ was, is })
      removed.splice(removed.indexOf(was), 1)
      added.splice(added.indexOf(is), 1)
    }
  }
  return { both, added, removed }
}
