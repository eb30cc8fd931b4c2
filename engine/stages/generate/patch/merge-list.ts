import { keyValues, matchPartly, namedKeys, setElement } from './elements.ts'
import type { Node, Place } from './node.ts'
import { DIRECTIVE, isEmptyFields, isFields, isMissing, textOf, writtenText } from './node.ts'
import type { Step } from './step.ts'
import { stop } from './step.ts'

type Merge = (dest: Place, patch: Place, step: Step) => Place

/** Merges lists whose elements are told apart by keys, or plain values that are told apart by themselves. */
export function mergeList(dest: Place, patch: Place, step: Step, merge: Merge): Place {
  if (Array.isArray(dest) && patch === null) return undefined
  const over = Array.isArray(patch) ? patch : undefined
  const directive = over && Array.isArray(dest) ? takeDirective(over, step) : 'merge'
  if (directive === 'delete') return undefined
  const base = Array.isArray(dest) && directive === 'merge' ? dest : over
  if (!base) return undefined
  const keys = step.schema?.mergeKeys ?? []
  return keys.length === 0 ? mergeElements(base, over, [''], step, merge) : mergeElements(base, over, keys, step, merge)
}

function mergeElements(
  base: Node[],
  over: Node[] | undefined,
  keys: readonly string[],
  step: Step,
  merge: Merge,
): Place {
  const identities = identitiesOf(over === undefined ? [base] : [over, base], keys)
  const merged: Node[] = []
  const named = namedKeys(identities, keys)
  for (const identity of identities) {
    const values = keys.flatMap((key, i) => (named.includes(key) ? [identity[i] ?? ''] : []))
    const value = merge(find(base, named, values), find(over ?? [], named, values), {
      ...step,
      schema: step.schema?.elements(),
    })
    if (isMissing(value) || isEmptyFields(value)) {
      setElement(base, named, values, undefined)
      continue
    }
    if (isFields(value))
      for (const [i, key] of named.entries())
        if (!Object.hasOwn(value, key) && values[i] !== undefined && values[i] !== '') value[key] = values[i]
    setElement(merged, named, values, value)
  }
  return identities.length === 0 ? base : appendAll(merged, base, named)
}

/** What the elements are told apart by, those of the patch first; entries that differ only in an absent key are one. */
function identitiesOf(lists: readonly Node[][], keys: readonly string[]): readonly (readonly string[])[] {
  const seen = new Map<string, readonly string[]>()
  for (const values of lists.flatMap((list) => list.map((each) => keyValues(each, keys)))) {
    const id = JSON.stringify(values)
    if (!seen.has(id)) seen.set(id, values)
  }
  const identities = [...seen.values()]
  if (keys.length < 2) return identities
  for (let i = 0; i < identities.length; i += 1)
    for (let j = 0; j < identities.length; j += 1) {
      const both = matchPartly(identities[i] ?? [], identities[j] ?? [])
      if (both) identities[i] = identities[j] = both
    }
  return identities
}

function find(list: readonly Node[], keys: readonly string[], values: readonly string[]): Place {
  if (keys[0] === '') return list.find((each) => textOf(each) === values[0])
  const given = keys.flatMap((key, i) => (values[i] === '' ? [] : [[key, values[i]] as const]))
  const wanted = given.length > 0 ? given : keys.map((key) => [key, ''] as const)
  return list.find(
    (each) =>
      isFields(each) && wanted.every(([key, value]) => Object.hasOwn(each, key) && writtenText(each[key]) === value),
  )
}

/** Puts the elements of `base` behind those merged; one that is there already takes that place. */
function appendAll(merged: Node[], base: readonly Node[], keys: readonly string[]): Node[] {
  for (const element of [...base]) {
    if (keys[0] === '') {
      setElement(merged, keys, [textOf(element)], element)
      continue
    }
    const values: string[] = []
    for (const key of keys) {
      const value = isFields(element) && Object.hasOwn(element, key) ? element[key] : undefined
      if (value === undefined) merged.push(element)
      else values.push(writtenText(value))
    }
    if (keys.length > 1) setElement(merged, keys, values, undefined)
    setElement(merged, keys, values, element)
  }
  return merged
}

/** An element that holds `$patch` alone speaks for the whole list. */
function takeDirective(over: Node[], step: Step): 'merge' | 'replace' | 'delete' {
  const first = over.find((each) => isFields(each) && Object.hasOwn(each, DIRECTIVE))
  if (!isFields(first) || Object.keys(first).length > 1) return 'merge'
  const directive = first[DIRECTIVE]
  if (directive !== 'merge' && directive !== 'replace' && directive !== 'delete') {
    stop(step.merging, step.path, `$patch must be merge, replace or delete, not ${JSON.stringify(directive)}`)
    return 'merge'
  }
  setElement(over, [DIRECTIVE], [directive], undefined)
  return directive
}
