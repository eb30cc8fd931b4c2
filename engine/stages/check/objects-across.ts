import type { Finding, Place } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import type { Json } from '../../model/json.ts'
import { at, isEqual, isObject, listAt, textAt } from '../../model/json.ts'
import { identityOf, keyOf } from '../../model/kube.ts'
import { ANNOTATION } from '../../model/labels.ts'
import type { Plan, PlannedPolicy } from '../../model/plan.ts'
import { HUB_CLUSTER } from '../../model/plan.ts'
import { isEnforced } from '../../model/remediation.ts'
import type { Origin } from '../../model/traced.ts'
import { originsAt } from '../../model/traced.ts'

/** One object, or the subscription of an operator, that an environment wants on the hub. */
interface Wanted {
  readonly environment: string
  readonly policy: PlannedPolicy
  readonly pointer: string
  readonly identity: string
  readonly name: string
  readonly object: Json
  readonly isExact: boolean
  readonly isEnforced: boolean
  readonly isOperator: boolean
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
    if (mine.isOperator ? !areEnforced : !contradicts(mine, other)) return []
    const [origin] = originsAt(mine.policy.origins, mine.pointer)
    const place = (origin && locate(origin)) ?? { file: 'environments/', line: 1, column: 1 }
    const who = `${mine.policy.name} of ${mine.environment} and ${other.policy.name} of ${other.environment}`
    const severity = mine.isOperator || !areEnforced ? 'warning' : 'error'
    return [{ ...finding('names/shared-on-hub', place, messageOf(mine, who), hintOf(mine)), severity }]
  })
}

function messageOf({ isOperator, name }: Wanted, who: string): string {
  return isOperator
    ? `operator ${name} on the hub is enforced by ${who}: RHACM takes neither of two policies for one subscription`
    : `${name} on the hub is wanted differently by ${who}: each overwrites the other's where both are enforced`
}

function hintOf({ isOperator }: Wanted): string {
  return isOperator
    ? 'let one of them inform only on the hub, or give each environment a hub of its own'
    : 'use the same settings and the same domain in both, or give each environment a hub of its own'
}

function wantedOnHub({ environment, policies }: Plan): readonly Wanted[] {
  return policies
    .filter((policy) => policy.clusters.includes(HUB_CLUSTER))
    .flatMap((policy) =>
      listAt(policy.object, 'spec', 'policy-templates').flatMap((template, i) => {
        const definition = at(template, 'objectDefinition')
        const role = textAt(definition, 'metadata', 'annotations', ANNOTATION.role)
        const common = {
          environment: environment.metadata.name,
          policy,
          isEnforced: isEnforced(policy.object.spec, definition),
        }
        const pointer = `/spec/policy-templates/${i}/objectDefinition`
        if (role !== undefined && role !== 'desired') return []
        return [
          ...operatorOf(definition).map((each) => ({ ...common, ...each, pointer })),
          ...objectsOf(definition, pointer).map((each) => ({ ...common, ...each })),
        ]
      }),
    )
}

type Object = Pick<Wanted, 'identity' | 'name' | 'object' | 'isExact' | 'isOperator'>

function operatorOf(definition: Json | undefined): readonly Object[] {
  const subscription = at(definition, 'spec', 'subscription')
  if (textAt(definition, 'kind') !== 'OperatorPolicy' || subscription === undefined) return []
  const name = `${textAt(subscription, 'namespace')}/${textAt(subscription, 'name')}`
  return [{ identity: `operator ${name}`, name, object: subscription, isExact: false, isOperator: true }]
}

function objectsOf(definition: Json | undefined, base: string): readonly (Object & { readonly pointer: string })[] {
  return listAt(definition, 'spec', 'object-templates').flatMap((each, i) => {
    const object = at(each, 'objectDefinition')
    const compliance = textAt(each, 'complianceType')?.toLowerCase()
    const name = textAt(object, 'metadata', 'name')
    if (!isObject(object) || name === undefined || compliance === 'mustnothave') return []
    const namespace = textAt(object, 'metadata', 'namespace')
    return [
      {
        identity: identityOf(keyOf(object)),
        name: `${textAt(object, 'kind')} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
        object,
        isExact: compliance === 'mustonlyhave',
        isOperator: false,
        pointer: `${base}/spec/object-templates/${i}/objectDefinition`,
      },
    ]
  })
}

/** Whether no object can be as both want it. What one of them does not name it leaves to the other, unless it wants nothing else there. */
function contradicts(a: Wanted, b: Wanted): boolean {
  const isOther = a.isExact && b.isExact && !isEqual(at(a.object, 'spec') ?? null, at(b.object, 'spec') ?? null)
  return isOther || differs(a.object, b.object)
}

function differs(a: Json | undefined, b: Json | undefined): boolean {
  if (a === undefined || b === undefined || Array.isArray(a) || Array.isArray(b)) return false
  if (isObject(a) && isObject(b)) return Object.keys(a).some((key) => Object.hasOwn(b, key) && differs(a[key], b[key]))
  return !isEqual(a, b)
}
