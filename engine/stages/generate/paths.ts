import type { Json } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'

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
    ...holders.map((holder) => textAt(holder, 'placement', 'placementPath')),
    ...manifests.flatMap((manifest) => [textAt(manifest, 'path'), textAt(manifest, 'openapi', 'path')]),
  ]
  return [...new Set(paths.filter((path) => path !== undefined && path !== ''))] as readonly string[]
}
