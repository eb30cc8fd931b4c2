/** `matchLabels` of a Kubernetes label selector. */
export const matchLabels = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Labels that it must have, with these values.',
  examples: [{ team: 'platform' }],
} as const

/** `matchExpressions` of a Kubernetes label selector. */
export const matchExpressions = {
  type: 'array',
  description: 'Conditions on labels; all of them must hold.',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['key', 'operator'],
    properties: {
      key: { type: 'string', minLength: 1, description: 'Key of the label.', examples: ['team'] },
      operator: { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'], description: 'How its value is compared.' },
      values: {
        type: 'array',
        items: { type: 'string' },
        description: 'Values for `In` and `NotIn`; none for the others.',
        examples: [['platform', 'data']],
      },
    },
  },
} as const
