import { matchExpressions, matchLabels } from './label-selector.ts'
import type { Schema } from './schema.ts'
import { schemaOf } from './schema.ts'

/** One of these, in each of the spellings that the API takes. */
function spelled<const T extends readonly string[]>(...words: T) {
  return { enum: words }
}

const texts = { type: 'array', items: { type: 'string', minLength: 1 } } as const
const severity = spelled('low', 'Low', 'medium', 'Medium', 'high', 'High', 'critical', 'Critical')
/** `InformOnly` is the propagator's own word, which makes `inform` of it whatever a placement says (policy-api 2.4). */
const remediationAction = spelled('inform', 'Inform', 'enforce', 'Enforce', 'InformOnly', 'informOnly', 'informonly')
const compliance = spelled('Compliant', 'NonCompliant')
const interval = { type: 'string', pattern: '^(never|watch|([0-9]+(\\.[0-9])?(h|m|s|ms|us|ns))+)$' } as const
const [have, only, never] = [
  ['musthave', 'Musthave', 'MustHave'],
  ['mustonlyhave', 'Mustonlyhave', 'MustOnlyHave'],
  ['mustnothave', 'Mustnothave', 'MustNotHave'],
] as const

const objectTemplate = {
  type: 'object',
  additionalProperties: false,
  required: ['complianceType', 'objectDefinition'],
  properties: {
    complianceType: spelled(...have, ...only, ...never),
    metadataComplianceType: spelled(...have, ...only),
    objectDefinition: { type: 'object' },
    objectSelector: { type: 'object', additionalProperties: false, properties: { matchLabels, matchExpressions } },
    recordDiff: spelled('Log', 'InStatus', 'None'),
    recreateOption: spelled('None', 'IfRequired', 'Always'),
  },
} as const

const configurationPolicy = {
  type: 'object',
  additionalProperties: false,
  properties: {
    customMessage: {
      type: 'object',
      additionalProperties: false,
      properties: { compliant: { type: 'string' }, noncompliant: { type: 'string' } },
    },
    evaluationInterval: {
      type: 'object',
      additionalProperties: false,
      properties: { compliant: interval, noncompliant: interval },
    },
    namespaceSelector: {
      type: 'object',
      additionalProperties: false,
      properties: {
        include: texts,
        exclude: texts,
        matchLabels,
        matchExpressions,
        terminatingInclusion: spelled('IfMatch', 'Never', 'Default'),
      },
    },
    'object-templates': { type: 'array', items: objectTemplate },
    'object-templates-raw': { type: 'string' },
    pruneObjectBehavior: spelled('DeleteAll', 'DeleteIfCreated', 'None'),
    remediationAction,
    severity,
  },
} as const

const operatorPolicy = {
  type: 'object',
  additionalProperties: false,
  required: ['complianceType', 'subscription', 'upgradeApproval'],
  properties: {
    complianceConfig: {
      type: 'object',
      additionalProperties: false,
      properties: {
        catalogSourceUnhealthy: compliance,
        deploymentsUnavailable: compliance,
        deprecationsPresent: compliance,
        minorChannelUpgradeAvailable: compliance,
        upgradesAvailable: compliance,
      },
    },
    complianceType: spelled('musthave', 'mustnothave'),
    operatorGroup: { type: 'object' },
    remediationAction,
    removalBehavior: {
      type: 'object',
      additionalProperties: false,
      properties: {
        clusterServiceVersions: { type: 'string' },
        customResourceDefinitions: { type: 'string' },
        operatorGroups: { type: 'string' },
        subscriptions: { type: 'string' },
      },
    },
    severity,
    subscription: { type: 'object' },
    upgradeApproval: spelled('None', 'Automatic'),
    versions: { type: 'array', items: { type: 'string' } },
  },
} as const

/**
 * `spec` of what a Policy may hold as it is, by apiVersion and kind, as their CustomResourceDefinitions have it. A Policy takes any text
 * there: what is wrong is refused on each cluster, long after the merge. `remediationAction` may be left out, since a placement gives it.
 */
export const POLICY_TEMPLATE_SPECS: ReadonlyMap<string, Schema<unknown>> = new Map([
  ['policy.open-cluster-management.io/v1 ConfigurationPolicy', schemaOf<unknown>(configurationPolicy)],
  ['policy.open-cluster-management.io/v1beta1 OperatorPolicy', schemaOf<unknown>(operatorPolicy)],
])
