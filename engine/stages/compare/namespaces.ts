import type { Json, JsonObject } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import { globMatcher } from './glob.ts'
import { labelSelector, labelsOf } from './label-selector.ts'

export type NamespaceSelection = { readonly error: string } | { readonly names: readonly string[] }

/** A selector with neither labels nor `include` selects nothing, whatever it excludes (policy-api 5.2). */
export function isEmptySelector(selector: Json | undefined): boolean {
  return listAt(selector, 'include').length === 0 && !hasLabels(selector)
}

/** Names of the namespaces that a policy's namespaceSelector chooses, sorted. */
export function selectNamespaces(selector: Json | undefined, namespaces: readonly JsonObject[]): NamespaceSelection {
  if (isEmptySelector(selector)) return { names: [] }
  const labels = labelSelector(selector)
  if ('error' in labels) return { error: `error parsing namespace LabelSelector: ${labels.error}` }
  const include = patterns(selector, 'include')
  const exclude = patterns(selector, 'exclude')
  if ('error' in include) return include
  if ('error' in exclude) return exclude
  const isTerminatingLeftOut = textAt(selector, 'terminatingInclusion') === 'Never'
  const names = namespaces
    .filter((each) => labels.matches(labelsOf(each)))
    .filter((each) => !isTerminatingLeftOut || at(each, 'metadata', 'deletionTimestamp') === undefined)
    .map((each) => textAt(each, 'metadata', 'name') ?? '')
    .filter((name) => include.tests.length === 0 || include.tests.some((test) => test(name)))
    .filter((name) => !exclude.tests.some((test) => test(name)))
  return { names: [...names].sort() }
}

function hasLabels(selector: Json | undefined): boolean {
  return isObject(selector) && (isObject(selector.matchLabels) || Array.isArray(selector.matchExpressions))
}

function patterns(
  selector: Json | undefined,
  key: 'include' | 'exclude',
): { readonly error: string } | { readonly tests: readonly ((name: string) => boolean)[] } {
  const tests: ((name: string) => boolean)[] = []
  for (const pattern of listAt(selector, key)) {
    const matcher = typeof pattern === 'string' ? globMatcher(pattern) : undefined
    if (!matcher) return { error: `error parsing '${key}' pattern '${String(pattern)}': syntax error in pattern` }
    tests.push(matcher)
  }
  return { tests }
}
