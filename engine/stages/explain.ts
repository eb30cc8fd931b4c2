import type { LoadedDocument } from '../model/document.ts'
import type { Place } from '../model/finding.ts'
import type { Json } from '../model/json.ts'
import { isEqual, isObject, listAt, textAt } from '../model/json.ts'
import { keyOf } from '../model/kube.ts'
import type { Plan, PlannedPolicy } from '../model/plan.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import { pointerOf, resolvePointer } from '../model/pointer.ts'
import type { Origin } from '../model/traced.ts'
import { nearestOrigins, settle } from '../model/traced.ts'

/** One input that asked for a value. A default stands in no file: its place is the nearest value that is written. */
export interface ExplainedOrigin extends Place {
  readonly pointer: string
  readonly isDefault: boolean
}

export interface Explanation {
  /** '' for what is delivered beside the policies; component and placement likewise. */
  readonly policy: string
  readonly component: string
  readonly placement: string
  readonly clusters: readonly string[]
  /** Name of the policy template; '' for the Policy itself. */
  readonly template: string
  readonly value: Json
  readonly origins: readonly ExplainedOrigin[]
}

interface Target {
  readonly kind: string | undefined
  readonly namespace: string | undefined
  readonly name: string
}

/** Every place in a plan that an object (`Kind/namespace/name`, `Kind/name` or a bare name) comes from, for one value in it. */
export function explain(
  plan: Plan,
  object: string,
  pointer: string,
  documents: readonly LoadedDocument[],
): readonly Explanation[] {
  const target = targetOf(object)
  if (target.name === '') return []
  return [...besides(plan, target, pointer, documents), ...inPolicies(plan, target, pointer, documents)]
}

/** What the hub is given beside the policies: placements, bindings, the namespace. No policy carries it. */
function besides(
  plan: Plan,
  target: Target,
  pointer: string,
  documents: readonly LoadedDocument[],
): readonly Explanation[] {
  if (target.kind === undefined) return []
  return [...plan.bindings, ...plan.support].flatMap((each): readonly Explanation[] => {
    const value = matches(each.object, target) ? resolvePointer(each.object, pointer) : undefined
    if (value === undefined) return []
    const origins = explainValue(each, pointer, documents)
    return [{ policy: '', component: '', placement: '', clusters: [HUB_CLUSTER], template: '', value, origins }]
  })
}

function inPolicies(
  plan: Plan,
  target: Target,
  pointer: string,
  documents: readonly LoadedDocument[],
): readonly Explanation[] {
  return plan.policies.flatMap((policy) =>
    occurrences(policy, target).flatMap(({ template, at }): readonly Explanation[] => {
      const value = resolvePointer(policy.object, at + pointer)
      if (value === undefined) return []
      const origins = explainValue(policy, at + pointer, documents)
      const { name, component, placement, clusters } = policy
      return [{ policy: name, component, placement, clusters, template, value, origins }]
    }),
  )
}

/** Everything that `explain` takes, as a person would write it: names of policies, and `Kind/namespace/name` of what they carry or what stands beside them. */
export function explainable(plan: Plan): readonly string[] {
  const names = plan.policies.flatMap((policy) => [
    policy.name,
    ...listAt(policy.object, 'spec', 'policy-templates').flatMap((each) =>
      listAt(isObject(each) ? each.objectDefinition : undefined, 'spec', 'object-templates').map((item) =>
        writtenOut(isObject(item) ? (item.objectDefinition ?? {}) : {}),
      ),
    ),
  ])
  const beside = [...plan.bindings, ...plan.support].map((each) => writtenOut(each.object))
  return [...new Set([...names, ...beside])]
}

function writtenOut(object: Json): string {
  const { kind, namespace, name } = keyOf(object)
  return namespace === '' ? `${kind}/${name}` : `${kind}/${namespace}/${name}`
}

/** Who asked for a value of what is rendered: the very field where it is written as it is rendered, else what it is computed from. */
export function explainValue(
  { object, origins }: Pick<PlannedPolicy, 'object' | 'origins'>,
  pointer: string,
  documents: readonly LoadedDocument[],
): readonly ExplainedOrigin[] {
  const asked = nearestOrigins(origins, pointer)
  const value = resolvePointer(object, pointer)
  return asked.origins.map((origin) => {
    const inner = { ...origin, pointer: origin.pointer + pointer.slice(asked.at.length) }
    const written = resolvePointer(documentOf(inner, documents)?.value, inner.pointer)
    const isWritten = written !== undefined && value !== undefined && isEqual(settle(written).value, value)
    return explainOrigin(isWritten ? inner : origin, documents)
  })
}

/** The place of an origin, and whether a person wrote it or it is a default. */
export function explainOrigin(origin: Origin, documents: readonly LoadedDocument[]): ExplainedOrigin {
  const document = documentOf(origin, documents)
  const place = document?.locate(origin.pointer) ?? { file: origin.file, line: 1, column: 1 }
  return { ...place, pointer: origin.pointer, isDefault: resolvePointer(document?.value, origin.pointer) === undefined }
}

function documentOf({ file, document }: Origin, documents: readonly LoadedDocument[]): LoadedDocument | undefined {
  return documents.find((each) => each.file === file && each.index === document)
}

function targetOf(object: string): Target {
  const parts = object.split('/')
  if (parts.length >= 3) return { kind: parts[0], namespace: parts[1], name: parts.slice(2).join('/') }
  if (parts.length === 2) return { kind: parts[0], namespace: undefined, name: parts[1] ?? '' }
  return { kind: undefined, namespace: undefined, name: object }
}

function occurrences(
  policy: PlannedPolicy,
  target: Target,
): readonly { readonly template: string; readonly at: string }[] {
  const own = matches(policy.object, target) ? [{ template: '', at: '' }] : []
  const inside = listAt(policy.object, 'spec', 'policy-templates').flatMap((each, i) => {
    const definition = isObject(each) ? each.objectDefinition : undefined
    const base = pointerOf(['spec', 'policy-templates', i, 'objectDefinition'])
    const template = textAt(definition, 'metadata', 'name') ?? ''
    const objects = listAt(definition, 'spec', 'object-templates').flatMap((item, j) => {
      const carried = isObject(item) ? item.objectDefinition : undefined
      return matches(carried, target)
        ? [{ template, at: `${base}${pointerOf(['spec', 'object-templates', j, 'objectDefinition'])}` }]
        : []
    })
    return matches(definition, target) ? [{ template, at: base }, ...objects] : objects
  })
  return [...own, ...inside]
}

function matches(object: Json | undefined, target: Target): boolean {
  if (object === undefined) return false
  const key = keyOf(object)
  const isKind = target.kind === undefined || key.kind.toLowerCase() === target.kind.toLowerCase()
  return isKind && key.name === target.name && (target.namespace === undefined || key.namespace === target.namespace)
}
