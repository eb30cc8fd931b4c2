import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, textAt } from '../../model/json.ts'

/** What becomes of a manifest document (policy-generator-plugin internal/utils.go isPolicyTypeManifest). */
export type Classified =
  /** Object templates, or a text of them: a ConfigurationPolicy of its own. */
  | { readonly kind: 'templates'; readonly templates: string | readonly JsonObject[] }
  /** Used as a policy template as it is. */
  | { readonly kind: 'policy' }
  | { readonly kind: 'gatekeeper' }
  /** Wrapped in an object template. */
  | { readonly kind: 'object' }
  | { readonly kind: 'refused'; readonly problem: string; readonly hint: string }

const OCM = 'policy.open-cluster-management.io'

export function classify(manifest: JsonObject, informGatekeeper: boolean): Classified {
  const listed = manifest['object-templates']
  if (listed !== undefined) return ofTemplates(listed)
  const raw = textAt(manifest, 'object-templates-raw')
  if (raw !== undefined) return { kind: 'templates', templates: raw }
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

/** Taken by policy-generator-plugin after revision 5c92998, from which its recorded output is. */
function ofTemplates(listed: Json): Classified {
  if (Array.isArray(listed) && listed.every(isObject)) return { kind: 'templates', templates: listed }
  return refused('the `object-templates` of a manifest are no list of maps', 'write a list of object templates')
}

function refused(problem: string, hint: string): Classified {
  return { kind: 'refused', problem, hint }
}

export function isConstraint(manifest: JsonObject): boolean {
  return (textAt(manifest, 'apiVersion') ?? '').startsWith('constraints.gatekeeper.sh')
}
