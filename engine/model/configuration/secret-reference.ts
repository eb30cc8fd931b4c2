/** Title by which a refused value is recognised as a possible secret, which no message may repeat. */
export const SECRET_REFERENCE = 'SecretReference'

/** Where a secret is found. */
export const secretReference = {
  title: SECRET_REFERENCE,
  type: 'object',
  description: 'Where a secret is found, never the secret: an environment variable, or a file.',
  examples: [{ env: 'ISTHMUS_TOKEN' }, { file: '/var/run/secrets/isthmus/token' }],
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  properties: {
    env: {
      type: 'string',
      pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
      description: 'Name of an environment variable.',
      examples: ['ISTHMUS_TOKEN'],
    },
    file: {
      type: 'string',
      minLength: 1,
      description: 'Path of a file.',
      examples: ['/var/run/secrets/isthmus/token'],
    },
  },
} as const
