import type { ConfigurationDraft, PolicyDraft, TemplateDraft } from '../../model/component.ts'
import type { Environment } from '../../model/environment.ts'
import { ANNOTATION } from '../../model/labels.ts'
import { POLICY_FULL_NAME_LIMIT, shorten } from '../../model/names.ts'
import type { Traced, Tree } from '../../model/traced.ts'

interface PolicyRequest {
  readonly name: string
  readonly draft: PolicyDraft
  readonly component: string
  readonly stateful: boolean
  readonly environment: Environment
  /** The placement's remediationAction, traced to its line. */
  readonly remediation: Traced
}

/** The RHACM Policy of a draft, values still traced. */
export function policyTree(request: PolicyRequest): Tree {
  const { name, draft, environment } = request
  return {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'Policy',
    metadata: {
      name,
      namespace: environment.spec.hub.namespace,
      labels: {
        [ANNOTATION.environment]: environment.metadata.name,
        [ANNOTATION.component]: request.component,
        ...(request.stateful ? { [ANNOTATION.stateful]: 'true' } : {}),
      },
      annotations: {
        'policy.open-cluster-management.io/description': draft.description,
        'policy.open-cluster-management.io/categories': 'CP Contingency Planning',
        'policy.open-cluster-management.io/controls': 'CP-10 System Recovery and Reconstitution',
        'policy.open-cluster-management.io/standards': 'NIST SP 800-53',
      },
    },
    spec: {
      // GitOps tools mark what they deliver by labels and annotations; copies of those on the replicas would be pruned as theirs.
      copyPolicyMetadata: false,
      disabled: false,
      remediationAction: request.remediation,
      hubTemplateOptions:
        draft.hubTemplateServiceAccount === undefined
          ? undefined
          : { serviceAccountName: draft.hubTemplateServiceAccount },
      'policy-templates': draft.templates.map((template) => policyTemplate(template, request)),
    },
  }
}

/** The name of a Policy, short enough for `<namespace>.<name>` to be a label value. */
export function policyName(environment: Environment, name: string): string {
  return shorten(name, POLICY_FULL_NAME_LIMIT - environment.spec.hub.namespace.length - 1)
}

/** Template names are unique per policy and per cluster: environment, policy and template name, shortened with a hash. */
export function templateName(environment: Environment, policy: string, template: string): string {
  return shorten(`${environment.metadata.name}-${policy}-${template}`)
}

function policyTemplate(template: TemplateDraft, request: PolicyRequest): Tree {
  const { environment, name: policy, draft } = request
  const dependencies = (template.after ?? []).map((fact) => ({
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'ConfigurationPolicy',
    name: templateName(environment, policy, fact),
    compliance: 'Compliant',
  }))
  return {
    extraDependencies: dependencies.length > 0 ? dependencies : undefined,
    objectDefinition: {
      ...typeOf(template),
      metadata: {
        name: templateName(environment, policy, template.name),
        annotations: { [ANNOTATION.role]: template.role },
      },
      spec: {
        remediationAction: template.role === 'desired' ? request.remediation : 'InformOnly',
        severity: template.severity ?? draft.severity,
        ...specOf(template),
      },
    },
  }
}

function typeOf(template: TemplateDraft): { apiVersion: string; kind: string } {
  switch (template.kind) {
    case 'configuration':
      return { apiVersion: 'policy.open-cluster-management.io/v1', kind: 'ConfigurationPolicy' }
    case 'operator':
      return { apiVersion: 'policy.open-cluster-management.io/v1beta1', kind: 'OperatorPolicy' }
    case 'other':
      return { apiVersion: template.apiVersion, kind: template.objectKind }
  }
}

function specOf(template: TemplateDraft): { readonly [key: string]: Tree | undefined } {
  return template.kind === 'configuration'
    ? configurationSpec(template)
    : (template.spec as { readonly [key: string]: Tree | undefined })
}

function configurationSpec(template: ConfigurationDraft): { readonly [key: string]: Tree | undefined } {
  return {
    // Stateful objects are never pruned: an unmet dependency or a lost region must not delete data (blueprint E3).
    pruneObjectBehavior: template.prune ?? 'None',
    customMessage: template.customMessage as Tree | undefined,
    namespaceSelector: template.namespaceSelector,
    evaluationInterval:
      template.every === undefined ? undefined : { compliant: template.every, noncompliant: template.every },
    'object-templates': template.objects.map((each) => ({
      complianceType: each.complianceType,
      metadataComplianceType: each.metadataComplianceType,
      recordDiff: each.recordDiff,
      objectSelector: each.objectSelector,
      objectDefinition: each.object,
    })),
  }
}
