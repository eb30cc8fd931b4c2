import type { ByCompliance, ConfigurationOptions, Dependency, LabelSelector, NamespaceSelector } from './config.ts'
import type { Options } from './resolved.ts'

const NOTHING: Options = {
  remediationAction: '',
  severity: '',
  complianceType: '',
  metadataComplianceType: '',
  pruneObjectBehavior: '',
  recordDiff: '',
  recreateOption: '',
  gatekeeperEnforcementAction: '',
  evaluationInterval: { compliant: '', noncompliant: '' },
  customMessage: { compliant: '', noncompliant: '' },
  namespaceSelector: undefined,
  objectSelector: undefined,
  extraDependencies: undefined,
  ignorePending: false,
}

/** One level's options over those of the level above. */
export function inheritOptions(own: ConfigurationOptions, above: Options | undefined, namespace: string): Options {
  const parent = above ?? NOTHING
  return {
    remediationAction: own.remediationAction || parent.remediationAction,
    severity: own.severity || parent.severity,
    complianceType: own.complianceType || parent.complianceType,
    metadataComplianceType: own.metadataComplianceType || parent.metadataComplianceType,
    pruneObjectBehavior: own.pruneObjectBehavior || parent.pruneObjectBehavior,
    recordDiff: own.recordDiff || parent.recordDiff,
    recreateOption: own.recreateOption || parent.recreateOption,
    gatekeeperEnforcementAction: own.gatekeeperEnforcementAction || parent.gatekeeperEnforcementAction,
    evaluationInterval: byCompliance(own.evaluationInterval, parent.evaluationInterval),
    customMessage: byCompliance(own.customMessage, parent.customMessage),
    namespaceSelector: isNamespaceSelector(own.namespaceSelector) ? own.namespaceSelector : parent.namespaceSelector,
    objectSelector: isSelector(own.objectSelector) ? own.objectSelector : parent.objectSelector,
    extraDependencies:
      own.extraDependencies === undefined
        ? parent.extraDependencies
        : withDependencyDefaults(own.extraDependencies, namespace),
    ignorePending: own.ignorePending ?? parent.ignorePending,
  }
}

/** Empty text said on purpose switches the value of the level above off. */
function byCompliance(own: ByCompliance | undefined, parent: Required<ByCompliance>): Required<ByCompliance> {
  return {
    compliant: own?.compliant ?? parent.compliant,
    noncompliant: own?.noncompliant ?? parent.noncompliant,
  }
}

function isSelector(selector: LabelSelector | undefined): boolean {
  return selector?.matchLabels !== undefined || selector?.matchExpressions !== undefined
}

function isNamespaceSelector(selector: NamespaceSelector | undefined): boolean {
  return isSelector(selector) || selector?.include !== undefined || selector?.exclude !== undefined
}

/** Kind Policy and the generator's namespace, v1 and Compliant, where a dependency does not say. */
export function withDependencyDefaults(
  dependencies: readonly Dependency[] | null | undefined,
  namespace: string,
): readonly Dependency[] | undefined {
  return dependencies?.map((each) => {
    const kind = each.kind || 'Policy'
    const place = each.namespace || (kind === 'Policy' ? namespace : '')
    return {
      apiVersion: each.apiVersion || 'policy.open-cluster-management.io/v1',
      compliance: each.compliance || 'Compliant',
      kind,
      name: each.name ?? '',
      ...(place === '' ? {} : { namespace: place }),
    }
  })
}
