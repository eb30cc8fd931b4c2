import type { JsonObject } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import type { Policy } from './resolved.ts'

const CONSTRAINT = 'constraints.gatekeeper.sh/v1beta1'
const KYVERNO: ReadonlyMap<string, string> = new Map([
  ...['ClusterPolicy', 'Policy'].map((kind) => [kind, 'kyverno.io/v1'] as const),
  ...['Validating', 'Mutating', 'Generating', 'ImageValidating'].flatMap((what) => [
    [`${what}Policy`, 'policies.kyverno.io/v1'] as const,
    [`Namespaced${what}Policy`, 'policies.kyverno.io/v1'] as const,
  ]),
])

/** Templates that report what Gatekeeper and Kyverno found, for the policies of theirs among the manifests of one entry. */
export function expand(manifests: readonly JsonObject[], policy: Policy): readonly JsonObject[] {
  const named = manifests.flatMap((manifest) => {
    const apiVersion = textAt(manifest, 'apiVersion') ?? ''
    const kind = textAt(manifest, 'kind') ?? ''
    const name = textAt(manifest, 'metadata', 'name') ?? ''
    return name === '' || kind === '' ? [] : [{ apiVersion, kind, name }]
  })
  const { severity } = policy
  const gatekeeper = policy.informGatekeeperPolicies ? named.filter((each) => each.apiVersion === CONSTRAINT) : []
  const kyverno = policy.informKyvernoPolicies ? named.filter((each) => KYVERNO.get(each.kind) === each.apiVersion) : []
  return [
    ...gatekeeper.flatMap(({ kind, name }) => gatekeeperTemplates(kind, name, severity)),
    ...kyverno.map(({ name }) => kyvernoTemplate(name, severity)),
  ]
}

function gatekeeperTemplates(kind: string, name: string, severity: string): readonly JsonObject[] {
  const constraint = { apiVersion: CONSTRAINT, kind, metadata: { name }, status: { totalViolations: 0 } }
  const annotations = {
    constraint_action: 'deny',
    constraint_kind: kind,
    constraint_name: name,
    event_type: 'violation',
  }
  return [
    template(`inform-gatekeeper-audit-${name}`, severity, [
      { complianceType: 'musthave', objectDefinition: constraint },
    ]),
    template(`inform-gatekeeper-admission-${name}`, severity, [
      { complianceType: 'mustnothave', objectDefinition: { apiVersion: 'v1', kind: 'Event', annotations } },
    ]),
  ]
}

function kyvernoTemplate(name: string, severity: string): JsonObject {
  const reports = ['ClusterPolicyReport', 'PolicyReport'].map((kind) => ({
    complianceType: 'mustnothave',
    objectDefinition: {
      apiVersion: 'wgpolicyk8s.io/v1alpha2',
      kind,
      results: [{ policy: name, result: 'fail' }],
    },
  }))
  return template(`inform-kyverno-${name}`, severity, reports)
}

function template(name: string, severity: string, objectTemplates: readonly JsonObject[]): JsonObject {
  return {
    objectDefinition: {
      apiVersion: 'policy.open-cluster-management.io/v1',
      kind: 'ConfigurationPolicy',
      metadata: { name },
      spec: {
        namespaceSelector: { exclude: ['kube-*'], include: ['*'] },
        remediationAction: 'inform',
        severity,
        'object-templates': objectTemplates,
      },
    },
  }
}
