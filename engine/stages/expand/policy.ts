import type { ConfigurationDraft, PolicyDraft, TemplateDraft } from '../../model/component.ts'
import type { Environment } from '../../model/environment.ts'
import { ANNOTATION } from '../../model/labels.ts'
import { POLICY_FULL_NAME_LIMIT, shorten } from '../../model/names.ts'
import type { Traced, Tree } from '../../model/traced.ts'
import { Template } from '../../model/traced.ts'

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
        ...draft.labels,
        [ANNOTATION.environment]: environment.metadata.name,
        [ANNOTATION.component]: request.component,
        ...(request.stateful ? { [ANNOTATION.stateful]: 'true' } : {}),
      },
      annotations: {
        ...verbatim(draft.annotations ?? {}),
        ...catalogued(draft),
      },
    },
    spec: {
      // GitOps tools mark what they deliver by labels and annotations; copies of those on the replicas would be pruned as theirs.
      copyPolicyMetadata: false,
      disabled: draft.disabled ?? false,
      remediationAction: request.remediation,
      dependencies: draft.dependencies,
      hubTemplateOptions:
        draft.hubTemplateServiceAccount === undefined
          ? undefined
          : { serviceAccountName: draft.hubTemplateServiceAccount },
      'policy-templates': draft.templates.map((template) => policyTemplate(template, request)),
    },
  }
}

/** What no template engine reads keeps its braces: hub templates are resolved in the templates alone (policy-api 6.2). */
function verbatim(texts: Readonly<Record<string, string>>): Readonly<Record<string, Tree>> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, new Template(text)]))
}

function catalogued(draft: PolicyDraft): Readonly<Record<string, Tree>> {
  const { categories, controls, standards } = draft.catalogued ?? {}
  return verbatim({
    'policy.open-cluster-management.io/description': draft.description,
    'policy.open-cluster-management.io/categories': (categories ?? ['CP Contingency Planning']).join(','),
    'policy.open-cluster-management.io/controls': (controls ?? ['CP-10 System Recovery and Reconstitution']).join(','),
    'policy.open-cluster-management.io/standards': (standards ?? ['NIST SP 800-53']).join(','),
  })
}

/** The name of a Policy, short enough for `<namespace>.<name>` to be a label value. */
export function policyName(environment: Environment, name: string): string {
  return shorten(name, POLICY_FULL_NAME_LIMIT - environment.spec.hub.namespace.length - 1)
}

/** Template names are unique per policy and per cluster: environment, policy and template name, shortened with a hash. */
function templateName(environment: Environment, policy: string, template: string): string {
  return shorten(`${environment.metadata.name}-${policy}-${template}`)
}

function policyTemplate(template: TemplateDraft, request: PolicyRequest): Tree {
  const { environment, name: policy, draft } = request
  const facts = (template.after ?? []).map((fact): Tree => {
    const awaited = draft.templates.find((each) => each.name === fact)
    const type = awaited ? typeOf(awaited) : typeOf({ ...template, kind: 'configuration', objects: [] })
    return { ...type, name: templateName(environment, policy, fact), compliance: 'Compliant' }
  })
  const dependencies = [...facts, ...(template.dependencies ?? [])]
  return {
    extraDependencies: dependencies.length > 0 ? dependencies : undefined,
    ignorePending: template.ignorePending === true ? true : undefined,
    objectDefinition: {
      ...typeOf(template),
      metadata: {
        name: templateName(environment, policy, template.name),
        annotations: { ...template.annotations, [ANNOTATION.role]: template.role },
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
      template.every === undefined ? template.interval : { compliant: template.every, noncompliant: template.every },
    ...(template.raw === undefined ? {} : { 'object-templates-raw': template.raw }),
    'object-templates': template.raw === undefined ? objectTemplates(template) : undefined,
  }
}

function objectTemplates(template: ConfigurationDraft): Tree {
  return template.objects.map((each) => ({
    complianceType: each.complianceType,
    metadataComplianceType: each.metadataComplianceType,
    recordDiff: each.recordDiff,
    recreateOption: each.recreateOption,
    objectSelector: each.objectSelector,
    objectDefinition: each.object,
  }))
}
