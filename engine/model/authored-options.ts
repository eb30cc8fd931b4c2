import { matchExpressions, matchLabels } from './label-selector.ts'

const texts = { type: 'array', items: { type: 'string', minLength: 1 } } as const
const textMap = { type: 'object', additionalProperties: { type: 'string' } } as const
const duration = {
  type: 'string',
  pattern: '^(watch|never|([0-9]+(h|m|s))+)$',
  examples: ['watch', 'never', '1h30m'],
} as const

const dependency = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      description: 'A policy as rendered/ names it, or an object of another kind.',
      examples: ['tunnel-member'],
    },
    kind: { type: 'string', minLength: 1, default: 'Policy', description: 'Its kind.' },
    apiVersion: {
      type: 'string',
      minLength: 1,
      default: 'policy.open-cluster-management.io/v1',
      description: 'Its apiVersion.',
    },
    namespace: { type: 'string', minLength: 1, description: 'For kinds that are no policies.', examples: ['app'] },
    compliance: {
      enum: ['Compliant', 'NonCompliant', 'Pending'],
      default: 'Compliant',
      description: 'What it must be.',
    },
  },
} as const

export const dependencies = { type: 'array', items: dependency } as const

/** Options of a policy that also an environment may say for all its authored policies (`spec.policyDefaults`). */
export const inheritable = {
  severity: {
    enum: ['low', 'medium', 'high', 'critical'],
    description: 'How bad it is when the policy does not hold.',
  },
  categories: {
    ...texts,
    description: 'Shown by RHACM; absent: those of Isthmus’ own policies.',
    examples: [['CM Configuration Management']],
  },
  controls: {
    ...texts,
    description: 'Shown by RHACM; absent: those of Isthmus’ own policies.',
    examples: [['CM-2 Baseline Configuration']],
  },
  standards: {
    ...texts,
    description: 'Shown by RHACM; absent: those of Isthmus’ own policies.',
    examples: [['NIST SP 800-53']],
  },
  annotations: {
    ...textMap,
    description: 'Annotations of the Policy.',
    examples: [{ 'example.com/runbook': 'https://wiki.example.com/quota' }],
  },
  labels: { ...textMap, description: 'Labels of the Policy.', examples: [{ team: 'platform' }] },
  configurationPolicyAnnotations: {
    ...textMap,
    description: 'Annotations of each ConfigurationPolicy.',
    examples: [{ 'example.com/owner': 'platform' }],
  },
  evaluationInterval: {
    type: 'object',
    additionalProperties: false,
    description: 'How often clusters are looked at: a duration, `watch` (on every event) or `never` again.',
    properties: {
      compliant: { ...duration, description: 'While the policy holds.' },
      noncompliant: { ...duration, description: 'While it does not.' },
    },
  },
} as const

/** Options that a policy says, and one of its manifests may say otherwise. */
export const perManifest = {
  severity: inheritable.severity,
  evaluationInterval: inheritable.evaluationInterval,
  complianceType: {
    enum: ['musthave', 'mustonlyhave', 'mustnothave'],
    description: 'How clusters are compared with the manifests; absent: `musthave`.',
  },
  metadataComplianceType: {
    enum: ['musthave', 'mustonlyhave'],
    description: 'The same for labels and annotations, where it differs.',
  },
  namespaceSelector: {
    type: 'object',
    additionalProperties: false,
    description: 'Namespaces for manifests that name none. `exclude` alone selects nothing.',
    properties: {
      include: { ...texts, description: 'Names with `*`; at least one must match.', examples: [['app-*']] },
      exclude: { ...texts, description: 'Names with `*` that are left out.', examples: [['kube-*']] },
      matchLabels,
      matchExpressions,
    },
  },
  objectSelector: {
    type: 'object',
    additionalProperties: false,
    description: 'Objects by label, for manifests without `metadata.name`. No match is compliant.',
    properties: { matchLabels, matchExpressions },
  },
  pruneObjectBehavior: {
    enum: ['None', 'DeleteIfCreated'],
    description: 'What happens to the objects when the policy goes away; absent: `None`.',
  },
  recordDiff: { enum: ['InStatus', 'Log', 'None'], description: 'Where RHACM writes down what differs.' },
  recreateOption: {
    enum: ['None', 'IfRequired', 'Always'],
    description: 'Whether an object is deleted and made again where it cannot be changed.',
  },
  customMessage: {
    type: 'object',
    additionalProperties: false,
    description: 'Go templates that RHACM shows in place of its own message; they see `.DefaultMessage` and `.Policy`.',
    properties: {
      compliant: { type: 'string', description: 'While it holds.', examples: ['the quota is there'] },
      noncompliant: {
        type: 'string',
        description: 'While it does not.',
        examples: ['no quota: {{ .DefaultMessage }}'],
      },
    },
  },
  ignorePending: { type: 'boolean', description: 'Compliant while a dependency is not met.' },
  extraDependencies: { ...dependencies, description: 'What must hold before these templates are created.' },
  templates: {
    enum: ['none', 'managed', 'hub', 'both'],
    description:
      'Braces that RHACM may execute: `managed` for `{{ }}`, `hub` for `{{hub hub}}`. Absent: `none`, all braces are text.',
  },
} as const
