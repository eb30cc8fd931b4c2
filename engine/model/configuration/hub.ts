/** Which hub manages which environment, as isthmus.yaml says it. */
export const hub = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description:
    'The hub, by its context in the kubeconfig of whoever runs Isthmus. `--hub-context` on the command line goes before all of it.',
  examples: [{ context: 'hub-east', environments: { west: 'hub-west' } }],
  properties: {
    context: {
      type: 'string',
      minLength: 1,
      description: 'Its context; where absent `local-cluster` if there is such a context, else the current one.',
      examples: ['hub-east'],
    },
    environments: {
      type: 'object',
      default: {},
      additionalProperties: { type: 'string', minLength: 1 },
      description: 'Environments that another hub manages, each with the context of that hub.',
      examples: [{ west: 'hub-west' }],
    },
  },
} as const
