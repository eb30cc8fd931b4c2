import type { LoadedDocument } from '../../model/document.ts'
import { listAt } from '../../model/json.ts'
import { resolvePointer } from '../../model/pointer.ts'
import { sourceTexts } from './source-text.ts'

/** Every path that a PolicyGenerator document names, as written, each once: what has to be read before it can be expanded. */
export function pathsOf(document: Pick<LoadedDocument, 'value' | 'text' | 'index'>): readonly string[] {
  const { value } = document
  const policies = listAt(value, 'policies').map((policy, i) => ({ policy, pointer: `/policies/${i}` }))
  const holders = [
    '/policyDefaults',
    '/policySetDefaults',
    ...policies.map(({ pointer }) => pointer),
    ...listAt(value, 'policySets').map((_, i) => `/policySets/${i}`),
  ]
  const manifests = policies.flatMap(({ policy, pointer }) =>
    listAt(policy, 'manifests').map((_, j) => `${pointer}/manifests/${j}`),
  )
  const pointers = [
    ...holders.map((holder) => `${holder}/placement/placementPath`),
    ...manifests.flatMap((manifest) => [`${manifest}/path`, `${manifest}/openapi/path`]),
  ]
  const textAt = sourceTexts(document)
  const texts = pointers.map((pointer) => {
    const path = resolvePointer(value, pointer)
    // A folder may be called 2026, or 4.20.
    return typeof path === 'number' || typeof path === 'boolean' ? (textAt(pointer) ?? String(path)) : path
  })
  return [...new Set(texts)].filter((path) => typeof path === 'string' && path !== '') as readonly string[]
}
