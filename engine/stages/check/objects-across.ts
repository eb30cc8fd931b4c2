import type { Finding, Place } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { at, textAt } from '../../model/json.ts'
import type { Plan, PlannedPolicy } from '../../model/plan.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import { isEnforced } from '../../model/remediation.ts'
import type { Origin } from '../../model/traced.ts'
import { originsAt } from '../../model/traced.ts'
import type { WantedObject } from './wanted-objects.ts'
import { contradiction, desiredTemplates, wantedObjects } from './wanted-objects.ts'

/** One object, or an operator by its subscription, that an environment wants on the hub. */
interface Wanted {
  readonly environment: string
  readonly policy: PlannedPolicy
  readonly pointer: string
  readonly identity: string
  readonly name: string
  readonly isEnforced: boolean
  /** Undefined for an operator. */
  readonly object: WantedObject | undefined
}

/** Environments share their hub: what two of them want there differently, each would write over the other's for ever. */
export function checkObjectsAcross(
  plans: readonly Plan[],
  locate: (origin: Origin) => Place | undefined,
): readonly Finding[] {
  if (plans.length < 2) return []
  const first = new Map<string, Wanted>()
  return plans.flatMap(wantedOnHub).flatMap((mine): readonly Finding[] => {
    const other = first.get(mine.identity)
    if (other === undefined) first.set(mine.identity, mine)
    if (other === undefined || other.environment === mine.environment) return []
    const areEnforced = mine.isEnforced && other.isEnforced
    if (!areTold(mine, other)) return []
    const [origin] = originsAt(mine.policy.origins, mine.pointer)
    const place = (origin && locate(origin)) ?? { file: 'environments/', line: 1, column: 1 }
    const who = `${mine.policy.name} of ${mine.environment} and ${other.policy.name} of ${other.environment}`
    const severity = mine.object === undefined || !areEnforced ? 'warning' : 'error'
    return [{ ...finding('names/shared-on-hub', place, messageOf(mine, who), hintOf(mine)), severity }]
  })
}

/** RHACM takes neither of two policies that enforce one operator, whatever they want of it. */
function areTold(mine: Wanted, other: Wanted): boolean {
  if (mine.object === undefined || other.object === undefined) return mine.isEnforced && other.isEnforced
  return contradiction(mine.object, other.object) !== undefined
}

function messageOf({ object, name }: Wanted, who: string): string {
  return object === undefined
    ? `operator ${name} on the hub is enforced by ${who}: RHACM takes neither of two policies for one subscription`
    : `${name} on the hub is wanted differently by ${who}: each overwrites the other's where both are enforced`
}

function hintOf({ object }: Wanted): string {
  return object === undefined
    ? 'let one of them inform only on the hub, or give each environment a hub of its own'
    : 'use the same settings and the same domain in both, or give each environment a hub of its own'
}

function wantedOnHub({ environment, policies }: Plan): readonly Wanted[] {
  const ofEnvironment = { environment: environment.metadata.name }
  return policies
    .filter((policy) => policy.clusters.includes(HUB_CLUSTER))
    .flatMap((policy) => [
      ...operatorsOf(policy).map((each) => ({ ...ofEnvironment, ...each })),
      ...wantedObjects(policy).map((object) => ({ ...object, ...ofEnvironment, object })),
    ])
}

function operatorsOf(policy: PlannedPolicy): readonly Omit<Wanted, 'environment'>[] {
  return desiredTemplates(policy).flatMap(({ definition, pointer }) => {
    const subscription = at(definition, 'spec', 'subscription')
    if (textAt(definition, 'kind') !== 'OperatorPolicy' || subscription === undefined) return []
    const name = `${textAt(subscription, 'namespace')}/${textAt(subscription, 'name')}`
    const enforced = isEnforced(policy.object.spec, definition)
    return [{ policy, pointer, identity: `operator ${name}`, name, isEnforced: enforced, object: undefined }]
  })
}
