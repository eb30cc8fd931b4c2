import type { Json } from './json.ts'
import { textAt } from './json.ts'
import { groupOf } from './kube.ts'

const OCM = 'policy.open-cluster-management.io'

/** A document that is nothing but the text of object templates. */
export function isRawTemplates(manifest: Json): boolean {
  return textAt(manifest, 'object-templates-raw') !== undefined
}

/** A ConfigurationPolicy, OperatorPolicy or another kind that a Policy may hold as it is (policy-api 2.3). */
export function isPolicyTemplate(manifest: Json): boolean {
  const kind = textAt(manifest, 'kind') ?? ''
  return groupOf(textAt(manifest, 'apiVersion') ?? '') === OCM && kind.endsWith('Policy') && kind !== 'Policy'
}

/** A Policy of the hub, which no Policy may hold. */
export function isRootPolicy(manifest: Json): boolean {
  return groupOf(textAt(manifest, 'apiVersion') ?? '') === OCM && textAt(manifest, 'kind') === 'Policy'
}

/** True for the file that a path beside policy.yaml names, and for files below a folder that it names. */
export function isUnder(file: string, path: string): boolean {
  const inside = file.split('/').slice(2).join('/')
  const wanted = path.replace(/^\.\//, '').replace(/\/$/, '')
  return inside === wanted || inside.startsWith(`${wanted}/`)
}
