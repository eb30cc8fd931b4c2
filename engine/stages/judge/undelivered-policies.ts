import { at, isObject, textAt } from '../../model/json.ts'
import { ANNOTATION } from '../../model/labels.ts'
import type { HubObservation } from '../../model/observation.ts'
import type { Rendered, RenderedPolicy } from '../../model/rendered.ts'
import { uncarried } from './pending.ts'
import type { Undelivered } from './undelivered-entry.ts'
import { find, isListed, nameOf, namespaceOf, pointersText } from './undelivered-entry.ts'

/** Annotations of a Policy that change what it does. */
const EFFECTIVE = 'policy.open-cluster-management.io/disable-templates'

/** Root Policies that are not there, not as merged, switched off by hand, or no longer merged. */
export function undeliveredPolicies(rendered: Rendered, hub: HubObservation): readonly Undelivered[] {
  return [...rendered.policies.flatMap((each) => rootPolicy(each, hub)), ...leftOver(rendered, hub)]
}

function rootPolicy(policy: RenderedPolicy, hub: HubObservation): readonly Undelivered[] {
  const { name: what, component, object } = policy
  const told = (message: string): Undelivered => ({ what, component, message })
  const namespace = namespaceOf(object)
  const root = find(hub, 'Policy', namespace, what)
  if (root === undefined) {
    return isListed(hub, 'Policy', namespace)
      ? [told('the hub does not have this policy: what was merged has not been synced, or it was deleted by hand')]
      : []
  }
  const pointers = uncarried(object.spec ?? null, at(root, 'spec') ?? null)
  const action = textAt(root, 'spec', 'remediationAction') ?? 'none'
  const wanted = textAt(object, 'spec', 'remediationAction') ?? 'none'
  const isDisabled = at(root, 'spec', 'disabled') === true && at(object, 'spec', 'disabled') !== true
  const rest = pointers.filter((each) => each !== '/disabled' && each !== '/remediationAction')
  return [
    ...(isDisabled
      ? [told('it is disabled on the hub (disabled: true), though merged as enabled: no cluster gets it')]
      : []),
    ...(pointers.includes('/disabled') && !isDisabled
      ? [told('it is enabled on the hub, though merged as disabled')]
      : []),
    ...(pointers.includes('/remediationAction')
      ? [told(`its remediationAction on the hub is ${action}, though merged as ${wanted}`)]
      : []),
    ...(rest.length > 0
      ? [told(`its spec on the hub is not the merged one, at ${pointersText(rest.map((each) => `/spec${each}`))}`)]
      : []),
    ...(textAt(root, 'metadata', 'annotations', EFFECTIVE) !== textAt(object, 'metadata', 'annotations', EFFECTIVE)
      ? [told(`its annotation ${EFFECTIVE} on the hub is not the merged one`)]
      : []),
  ]
}

/** Policies of this environment that nothing merged asks for any more: a prune that did not happen. */
function leftOver(rendered: Rendered, hub: HubObservation): readonly Undelivered[] {
  const merged = new Set(rendered.policies.map((each) => each.name))
  const namespaces = new Set(rendered.policies.map((each) => namespaceOf(each.object)))
  return hub.objects.flatMap((each): readonly Undelivered[] => {
    const labels = at(each, 'metadata', 'labels')
    const environment = isObject(labels) ? textAt(labels, ANNOTATION.environment) : undefined
    const isOurs = each.kind === 'Policy' && namespaces.has(namespaceOf(each)) && environment === rendered.environment
    if (!isOurs || merged.has(nameOf(each))) return []
    return [
      {
        what: nameOf(each),
        component: textAt(labels, ANNOTATION.component) ?? '',
        message: 'the hub still has this policy, though it is merged no more: it was not pruned',
      },
    ]
  })
}
