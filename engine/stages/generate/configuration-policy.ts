import type { Json, JsonObject } from '../../model/json.ts'
import type { ByCompliance, LabelSelector, NamespaceSelector } from './config.ts'
import type { Options, Policy } from './resolved.ts'

/** The ConfigurationPolicy around object templates, or around their raw text. */
export function configurationPolicy(
  name: string,
  objectTemplates: string | readonly JsonObject[],
  policy: Policy,
  options: Options,
): JsonObject {
  const annotations = policy.configurationPolicyAnnotations
  const selector = options.namespaceSelector ?? policy.namespaceSelector
  return {
    apiVersion: 'policy.open-cluster-management.io/v1',
    kind: 'ConfigurationPolicy',
    metadata: { name, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
    spec: {
      remediationAction: options.remediationAction || policy.remediationAction,
      severity: options.severity || policy.severity,
      ...(typeof objectTemplates === 'string'
        ? { 'object-templates-raw': objectTemplates }
        : { 'object-templates': objectTemplates }),
      ...said('evaluationInterval', options.evaluationInterval),
      ...said('customMessage', options.customMessage),
      ...(selector === undefined ? {} : { namespaceSelector: namespaceSelectorObject(selector) }),
      ...(options.pruneObjectBehavior === '' ? {} : { pruneObjectBehavior: options.pruneObjectBehavior }),
    },
  }
}

/** One object with how it is compared. */
export function objectTemplate(manifest: JsonObject, options: Options): JsonObject {
  const { complianceType, metadataComplianceType, objectSelector, recreateOption, recordDiff } = options
  return {
    complianceType,
    objectDefinition: manifest,
    ...(metadataComplianceType === '' ? {} : { metadataComplianceType }),
    ...(objectSelector === undefined ? {} : { objectSelector: selectorObject(objectSelector) }),
    ...(recreateOption === '' ? {} : { recreateOption }),
    ...(recordDiff === '' ? {} : { recordDiff }),
  }
}

function said(key: string, { compliant, noncompliant }: Required<ByCompliance>): JsonObject {
  if (compliant === '' && noncompliant === '') return {}
  return { [key]: { ...(compliant === '' ? {} : { compliant }), ...(noncompliant === '' ? {} : { noncompliant }) } }
}

/** Requirements are written whole, with empty values where none are given. */
function selectorObject({ matchLabels, matchExpressions }: LabelSelector): JsonObject {
  return {
    ...(matchLabels === undefined ? {} : { matchLabels }),
    ...(matchExpressions === undefined
      ? {}
      : {
          matchExpressions: matchExpressions.map(
            ({ key = '', operator = '', values = [] }): Json => ({ key, operator, values }),
          ),
        }),
  }
}

function namespaceSelectorObject({ include = [], exclude = [], ...labels }: NamespaceSelector): JsonObject {
  return {
    ...selectorObject(labels),
    ...(exclude.length === 0 ? {} : { exclude }),
    ...(include.length === 0 ? {} : { include }),
  }
}
