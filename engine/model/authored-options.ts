const texts = { type: 'array', items: { type: 'string', minLength: 1 } } as const
const textMap = { type: 'object', additionalProperties: { type: 'string' } } as const

const expressions = {
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['key', 'operator'],
    properties: {
      key: { type: 'string', minLength: 1 },
      operator: { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
      values: { type: 'array', items: { type: 'string' } },
    },
  },
} as const

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
    },
    kind: { type: 'string', minLength: 1, default: 'Policy' },
    apiVersion: { type: 'string', minLength: 1, default: 'policy.open-cluster-management.io/v1' },
    namespace: { type: 'string', minLength: 1, description: 'For kinds that are no policies.' },
    compliance: { enum: ['Compliant', 'NonCompliant', 'Pending'], default: 'Compliant' },
  },
} as const

export const dependencies = { type: 'array', items: dependency } as const

/** Options of a policy that also an environment may say for all its authored policies (`spec.policyDefaults`). */
export const inheritable = {
  severity: {
    enum: ['low', 'medium', 'high', 'critical'],
    description: 'How bad it is when the policy does not hold.',
  },
  categories: { ...texts, description: 'Shown by RHACM; absent: those of Isthmus’ own policies.' },
  controls: { ...texts, description: 'Shown by RHACM; absent: those of Isthmus’ own policies.' },
  standards: { ...texts, description: 'Shown by RHACM; absent: those of Isthmus’ own policies.' },
  annotations: { ...textMap, description: 'Annotations of the Policy.' },
  labels: { ...textMap, description: 'Labels of the Policy.' },
  configurationPolicyAnnotations: { ...textMap, description: 'Annotations of each ConfigurationPolicy.' },
  evaluationInterval: {
    type: 'object',
    additionalProperties: false,
    description: 'How often clusters are looked at: a duration, `watch` (on every event) or `never` again.',
    properties: { compliant: duration, noncompliant: duration },
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
      include: { ...texts, examples: [['app-*']] },
      exclude: { ...texts, examples: [['kube-*']] },
      matchLabels: textMap,
      matchExpressions: expressions,
    },
  },
  objectSelector: {
    type: 'object',
    additionalProperties: false,
    description: 'Objects by label, for manifests without `metadata.name`. No match is compliant.',
    properties: { matchLabels: textMap, matchExpressions: expressions },
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
    properties: { compliant: { type: 'string' }, noncompliant: { type: 'string' } },
  },
  ignorePending: { type: 'boolean', description: 'Compliant while a dependency is not met.' },
  extraDependencies: { ...dependencies, description: 'What must hold before these templates are created.' },
  templates: {
    enum: ['none', 'managed', 'hub', 'both'],
    description:
      'Braces that RHACM may execute: `managed` for `{{ }}`, `hub` for `{{hub hub}}`. Absent: `none`, all braces are text.',
  },
} as const
