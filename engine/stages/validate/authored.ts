import type { AuthoredPolicyFolder } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { isUnder } from '../../model/manifest-kind.ts'
import { escapeToken } from '../../model/pointer.ts'
import { suggestion } from '../../model/suggest.ts'
import { shown } from './words.ts'

const DISABLE_TEMPLATES = 'policy.open-cluster-management.io/disable-templates'

/** What the schema of policy.yaml cannot say: options that exclude one another, and paths that name nothing. */
export function checkAuthored(folder: AuthoredPolicyFolder): readonly Finding[] {
  return [...checkPaths(folder), ...checkAnnotations(folder), ...checkOrder(folder)]
}

function checkPaths({ policy, manifests }: AuthoredPolicyFolder): readonly Finding[] {
  const files = manifests.map((each) => each.file)
  const known = [...new Set(files.map((each) => each.split('/').slice(2).join('/')))]
  const entries = policy?.value.spec.manifests ?? []
  return entries.flatMap(({ path }, i) => {
    const place = policy?.document.locate(`/spec/manifests/${i}/path`)
    if (!place) return []
    const covered = entries.findIndex((each) => files.some((file) => isUnder(file, each.path) && isUnder(file, path)))
    if (covered >= 0 && covered < i) {
      const message = `${shown(path, '')} is named before, and the first entry counts`
      return [finding('policy/manifest-twice', place, message, 'put the special before the general, or remove one')]
    }
    if (files.some((file) => isUnder(file, path))) return []
    const message = `there is no manifest ${shown(path, '')} beside policy.yaml`
    return [finding('policy/unknown-manifest', place, message, suggestion(path, known, 'remove the entry'))]
  })
}

/** Our own escapes are templates: where these are switched off they would arrive as text. */
function checkAnnotations({ policy }: AuthoredPolicyFolder): readonly Finding[] {
  if (!policy) return []
  const { spec } = policy.value
  return (['annotations', 'configurationPolicyAnnotations'] as const).flatMap((key) => {
    if (!Object.hasOwn(spec[key] ?? {}, DISABLE_TEMPLATES)) return []
    const place = policy.document.locate(`/spec/${key}/${escapeToken(DISABLE_TEMPLATES)}`, 'key')
    const message = 'braces of an authored policy are text unless `templates` says otherwise'
    return [finding('policy/disable-templates', place, message, 'remove this annotation')]
  })
}

function checkOrder({ policy }: AuthoredPolicyFolder): readonly Finding[] {
  if (!policy) return []
  const { spec } = policy.value
  const { document } = policy
  const both = spec.orderManifests && spec.consolidateManifests === true
  const prunes = [spec, ...(spec.manifests ?? [])].some((each) => each.pruneObjectBehavior === 'DeleteIfCreated')
  const waits =
    spec.orderManifests || [spec, ...(spec.manifests ?? [])].some((each) => (each.extraDependencies ?? []).length > 0)
  return [
    ...(both
      ? [
          finding(
            'policy/order',
            document.locate('/spec/orderManifests', 'key'),
            'one template has no order: orderManifests needs a template for each manifest',
            'remove consolidateManifests',
          ),
        ]
      : []),
    ...(prunes && (waits || (spec.dependencies ?? []).length > 0)
      ? [
          finding(
            'policy/dependency-prunes',
            document.locate('/spec/pruneObjectBehavior', 'key'),
            'a dependency that is not met any more deletes the template, and pruning then deletes its objects',
            'use pruneObjectBehavior: None with dependencies',
            'warning',
          ),
        ]
      : []),
  ]
}
