import type { JsonObject } from '../../../../engine/model/json.ts'
import { keyOf } from '../../../../engine/model/kube.ts'
import type { RenderedPolicy } from '../../../../engine/model/rendered.ts'
import { compare } from '../../../../engine/stages/compare.ts'
import type { RawDrift } from '../../../../engine/stages/judge/sightings.ts'

export interface RawDriftOptions {
  readonly type?: 'musthave' | 'mustonlyhave' | 'mustnothave'
  readonly stateful?: boolean
  /** Severity of the policy. */
  readonly own?: string
  readonly cluster?: string
  readonly policy?: string
  readonly clusters?: readonly string[]
  readonly component?: string
}

/** A policy that asks for one object. */
export function aPolicy(desired: JsonObject, options: RawDriftOptions = {}): RenderedPolicy {
  const { type = 'mustonlyhave', stateful = false, cluster = 'cluster1', policy = 'p', component = 'c' } = options
  const template = {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'ConfigurationPolicy',
    metadata: { name: `${policy}-template` },
    spec: { 'object-templates': [{ complianceType: type, objectDefinition: desired }] },
  }
  const object = { spec: { 'policy-templates': [{ objectDefinition: template }] } }
  return { name: policy, component, stateful, clusters: options.clusters ?? [cluster], object, file: '' }
}

/** What RHACM would say of an observed object, or of none. */
export function aRawDrift(
  desired: JsonObject,
  observed: JsonObject | undefined,
  options: RawDriftOptions = {},
): RawDrift {
  const policy = aPolicy(desired, options)
  const [template] = (policy.object.spec as { 'policy-templates': { objectDefinition: JsonObject }[] })[
    'policy-templates'
  ]
  const { differences } = compare(template?.objectDefinition ?? {}, observed ? [observed] : [], { server: 'live' })
  const [difference] = differences
  if (!difference) throw new Error(`nothing differs in ${keyOf(desired).kind}`)
  return {
    cluster: options.cluster ?? 'cluster1',
    policy,
    template: `${policy.name}-template`,
    severity: options.own ?? 'medium',
    difference,
    definition: '/spec/policy-templates/0/objectDefinition/spec/object-templates/0/objectDefinition',
  }
}
