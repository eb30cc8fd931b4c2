import type { Shape, Shapes } from './config.ts'

const byCompliance: Shape = { fields: { compliant: 'text', noncompliant: 'text' } }
const labelSelector: Shapes = {
  matchLabels: 'textMap',
  matchExpressions: {
    items: {
      fields: { key: 'text', operator: { words: ['In', 'NotIn', 'Exists', 'DoesNotExist'] }, values: 'texts' },
    },
  },
}
const dependencies: Shape = orNull(
  {
    items: {
      fields: {
        apiVersion: 'text',
        kind: 'text',
        name: 'text',
        namespace: 'text',
        compliance: { words: ['Compliant', 'NonCompliant', 'Pending'] },
      },
    },
  },
  null,
)
const placement: Shape = {
  fields: { labelSelector: 'labels', name: 'text', placementPath: 'text', placementName: 'text' },
}
const complianceType: Shape = { words: ['musthave', 'mustonlyhave', 'mustnothave'] }

const configurationOptions: Shapes = {
  remediationAction: { words: ['inform', 'enforce', 'informOnly'] },
  severity: { words: ['low', 'medium', 'high', 'critical'] },
  complianceType,
  metadataComplianceType: { words: ['musthave', 'mustonlyhave'] },
  evaluationInterval: byCompliance,
  namespaceSelector: { fields: { ...labelSelector, include: 'texts', exclude: 'texts' } },
  objectSelector: { fields: labelSelector },
  pruneObjectBehavior: { words: ['None', 'DeleteIfCreated', 'DeleteAll'] },
  recordDiff: { words: ['None', 'Log', 'InStatus'] },
  recreateOption: { words: ['None', 'IfRequired', 'Always'] },
  customMessage: byCompliance,
  gatekeeperEnforcementAction: { words: ['deny', 'dryrun', 'warn', 'scoped'] },
  extraDependencies: dependencies,
  ignorePending: 'flag',
  hubTemplateOptions: { fields: { serviceAccountName: 'text' } },
}

const policyOptions: Shapes = {
  ...configurationOptions,
  categories: 'texts',
  controls: 'texts',
  standards: 'texts',
  description: 'text',
  disabled: 'flag',
  copyPolicyMetadata: 'flag',
  policyAnnotations: 'textMap',
  policyLabels: 'textMap',
  configurationPolicyAnnotations: 'textMap',
  dependencies,
  consolidateManifests: 'flag',
  orderManifests: orNull('flag', false),
  informKyvernoPolicies: 'flag',
  informGatekeeperPolicies: 'flag',
  policySets: 'texts',
  generatePolicyPlacement: 'flag',
  generatePlacementWhenInSet: 'flag',
  placement,
}

const policySetOptions: Shapes = { placement, generatePolicySetPlacement: 'flag' }

const manifest: Shape = {
  fields: {
    ...configurationOptions,
    ignorePending: orNull('flag', false),
    path: 'text',
    name: 'text',
    patches: { items: 'map' },
    openapi: { fields: { path: 'text' } },
  },
}

/** Every option of a PolicyGenerator file, level by level (policy-generator-plugin internal/types). */
export const GENERATOR: Shape = {
  fields: {
    apiVersion: 'text',
    kind: 'text',
    metadata: { fields: { name: 'text', annotations: 'textMap' } },
    placementBindingDefaults: { fields: { name: 'text' } },
    policyDefaults: { fields: { ...policyOptions, namespace: 'text', orderPolicies: 'flag' } },
    policySetDefaults: { fields: policySetOptions },
    policies: { items: { fields: { ...policyOptions, name: 'text', manifests: { items: manifest } } } },
    policySets: {
      items: { fields: { ...policySetOptions, name: 'text', description: 'text', policies: 'texts' } },
    },
  },
}

/** Of these the original asks only whether the key is there (isPolicyFieldSet, isManifestFieldSet): null ends what is inherited. */
function orNull(option: Shape, whenNull: false | null): Shape {
  return { option, whenNull }
}

/** Options that older generators had, with what replaced them. */
export const RENAMED: ReadonlyMap<string, string> = new Map([
  ['clusterSelectors', 'labelSelector'],
  ['clusterSelector', 'labelSelector'],
  ['placementRulePath', 'placementPath'],
  ['placementRuleName', 'placementName'],
])
