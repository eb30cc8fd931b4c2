import type { PolicySeverity } from '../../model/component.ts'
import type { RawDrift } from './sightings.ts'

const ORDER: readonly PolicySeverity[] = ['low', 'medium', 'high', 'critical']

/** Kinds whose drift may open a door; a loosened one is critical whatever its policy says (design section 7). */
const SECURITY_KINDS: ReadonlySet<string> = new Set([
  'NetworkPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'SecurityContextConstraints',
])

/** Fields whose change may cost a quorum. */
const AVAILABILITY_FIELDS = /^\/spec\/(replicas|minReplicas|maxUnavailable|minAvailable|paused)$/

/** The policy's own severity, raised for what loosens security or touches availability. */
export function severityOf(raw: RawDrift): PolicySeverity {
  const own = ORDER.find((each) => each === raw.severity.toLowerCase()) ?? 'medium'
  return ORDER[Math.max(ORDER.indexOf(own), ORDER.indexOf(floorOf(raw)))] ?? own
}

function floorOf({ difference, policy }: RawDrift): PolicySeverity {
  if (SECURITY_KINDS.has(difference.object.kind)) return 'critical'
  const touchesAvailability = difference.fields.some((each) => AVAILABILITY_FIELDS.test(each.pointer))
  if (policy.stateful && (difference.change === 'missing' || touchesAvailability)) return 'high'
  return touchesAvailability ? 'medium' : 'low'
}
