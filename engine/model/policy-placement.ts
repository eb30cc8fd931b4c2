import type { FromSchema } from 'json-schema-to-ts'
import { API_VERSION } from './environment.ts'
import { matchExpressions, matchLabels } from './label-selector.ts'
import { schemaOf } from './schema.ts'

const literal = {
  $id: 'https://isthmus.dev/schemas/policyplacement.json',
  title: 'PolicyPlacement',
  description: 'Which policies go to which clusters of an environment, and with which remediation.',
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'kind', 'metadata', 'spec'],
  properties: {
    apiVersion: { const: API_VERSION },
    kind: { const: 'PolicyPlacement' },
    metadata: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      description: 'How the placement is called.',
      properties: {
        name: {
          type: 'string',
          pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
          maxLength: 63,
          description: 'Becomes the name of the PlacementRule or Placement.',
          examples: ['gdw-members'],
        },
      },
    },
    spec: {
      type: 'object',
      additionalProperties: false,
      required: ['environment', 'policies', 'clusters'],
      description: 'What goes where, and how.',
      properties: {
        environment: { type: 'string', minLength: 1, description: 'Name of the environment.', examples: ['gdw'] },
        policies: {
          type: 'array',
          minItems: 1,
          items: { type: 'string', minLength: 1 },
          description: 'Components of the environment, or authored policies (folders of policies/).',
          examples: [['tunnel', 'certs']],
        },
        clusters: {
          type: 'object',
          additionalProperties: false,
          minProperties: 1,
          description: "Which of this environment's clusters; never another's on the same hub.",
          properties: {
            all: { const: true, description: 'Every cluster of the environment.' },
            hub: { const: true, description: 'The hub itself (`local-cluster`).' },
            names: {
              type: 'array',
              minItems: 1,
              items: { type: 'string', minLength: 1 },
              description: 'These clusters.',
              examples: [['cluster1', 'cluster2']],
            },
            selector: {
              type: 'object',
              additionalProperties: false,
              description: 'A label selector over name, region, cloud, vendor and clusters[].labels.',
              properties: {
                matchLabels,
                matchExpressions,
              },
            },
          },
        },
        api: {
          enum: ['PlacementRule', 'Placement', 'both'],
          default: 'PlacementRule',
          description:
            'API that selects clusters. PlacementRule is deprecated upstream since RHACM 2.8; `both` is the step between, so that no policy is ever without clusters.',
        },
        remediationAction: {
          enum: ['inform', 'enforce'],
          default: 'inform',
          description: '`inform` reports, `enforce` lets RHACM change clusters.',
        },
        policySet: {
          type: 'object',
          additionalProperties: false,
          description:
            'Groups what this placement brings into a PolicySet, named like the placement, whose exclusions keep single policies from single clusters.',
          properties: {
            description: {
              type: 'string',
              description: 'What the set is for; shown by RHACM.',
              examples: ['Baseline of every cluster.'],
            },
            exclusions: {
              type: 'array',
              items: {
                type: 'object',
                additionalProperties: false,
                required: ['policy', 'clusters', 'reason'],
                properties: {
                  policy: {
                    type: 'string',
                    minLength: 1,
                    description: 'One of `policies` that is not stateful.',
                    examples: ['certs'],
                  },
                  clusters: {
                    type: 'array',
                    minItems: 1,
                    uniqueItems: true,
                    items: { type: 'string', minLength: 1 },
                    description: 'Clusters of this placement that do not get it.',
                    examples: [['cluster3']],
                  },
                  reason: {
                    type: 'string',
                    minLength: 1,
                    description: 'Why; shown by RHACM.',
                    examples: ['It has issuers of its own until June.'],
                  },
                },
              },
              description: 'What the set leaves out.',
            },
          },
        },
        rollout: {
          enum: ['by-region', 'all-at-once'],
          default: 'by-region',
          description: 'How a change of what already runs lands: a region at a time, or everywhere at once.',
        },
      },
    },
  },
} as const

export type PolicyPlacement = FromSchema<typeof literal>
export const policyPlacementSchema = schemaOf<PolicyPlacement>(literal)

/** Kinds of selection that exclude one another. */
export type ClusterSelection = PolicyPlacement['spec']['clusters']
