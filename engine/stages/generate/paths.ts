import type { Json } from '../../model/json.ts'
import { at, listAt } from '../../model/json.ts'

/** Every path that a PolicyGenerator document names, as written, each once: what has to be read before it can be expanded. */
export function pathsOf(document: Json): readonly string[] {
  const holders = [
    at(document, 'policyDefaults'),
    at(document, 'policySetDefaults'),
    ...listAt(document, 'policies'),
    ...listAt(document, 'policySets'),
  ]
  const manifests = listAt(document, 'policies').flatMap((policy) => listAt(policy, 'manifests'))
  const paths = [
    ...holders.map((holder) => at(holder, 'placement', 'placementPath')),
    ...manifests.flatMap((manifest) => [at(manifest, 'path'), at(manifest, 'openapi', 'path')]),
  ]
  // A folder may be called 2026.
  const texts = paths.map((path) => (typeof path === 'number' ? String(path) : path))
  return [...new Set(texts)].filter((path) => typeof path === 'string' && path !== '') as readonly string[]
}
