import type { JsonObject } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'

/** What becomes of a manifest document (policy-generator-plugin internal/utils.go isPolicyTypeManifest). */
export type Classified =
  /** A text of object templates: a ConfigurationPolicy of its own. */
  | { readonly kind: 'raw'; readonly text: string }
  /** Used as a policy template as it is. */
  | { readonly kind: 'policy' }
  | { readonly kind: 'gatekeeper' }
  /** Wrapped in an object template. */
  | { readonly kind: 'object' }
  | { readonly kind: 'refused'; readonly problem: string; readonly hint: string }

const OCM = 'policy.open-cluster-management.io'

export function classify(manifest: JsonObject, informGatekeeper: boolean): Classified {
  const raw = textAt(manifest, 'object-templates-raw')
  if (raw !== undefined) return { kind: 'raw', text: raw }
  const apiVersion = textAt(manifest, 'apiVersion')
  const kind = textAt(manifest, 'kind')
  if (apiVersion === undefined) return refused('a manifest has no apiVersion', 'add `apiVersion:`')
  if (kind === undefined) return refused('a manifest has no kind', 'add `kind:`')
  if (apiVersion.startsWith(OCM) && kind === 'Policy')
    return refused('a root Policy cannot be a manifest', 'apply it to the hub beside the generated ones')
  const isPolicy = apiVersion.startsWith(OCM) && kind.endsWith('Policy')
  const isTemplate = apiVersion.startsWith('templates.gatekeeper.sh') && kind === 'ConstraintTemplate'
  const isGatekeeper = isTemplate || isConstraint(manifest)
  if (!isPolicy && (!isGatekeeper || informGatekeeper)) return { kind: 'object' }
  if (textAt(manifest, 'metadata', 'name') === undefined)
    return refused(`a manifest of kind ${kind} has no metadata.name`, 'add it: a policy template needs one')
  return { kind: isPolicy ? 'policy' : 'gatekeeper' }
}

function refused(problem: string, hint: string): Classified {
  return { kind: 'refused', problem, hint }
}

export function isConstraint(manifest: JsonObject): boolean {
  return (textAt(manifest, 'apiVersion') ?? '').startsWith('constraints.gatekeeper.sh')
}
