import { secretReference } from './secret-reference.ts'

/** How Git logs in. */
export const git = {
  type: 'object',
  additionalProperties: false,
  description:
    'How Git logs in where its own configuration does not say so: a token for https, or a deploy key for ssh with the hosts it may speak to.',
  examples: [
    { token: { env: 'ISTHMUS_TOKEN' } },
    { sshKey: '/var/run/secrets/isthmus/ssh/key', knownHosts: '/var/run/secrets/isthmus/ssh/known_hosts' },
  ],
  dependentRequired: { username: ['token'], sshKey: ['knownHosts'], knownHosts: ['sshKey'] },
  properties: {
    username: {
      type: 'string',
      pattern: '^[^:\\s]+$',
      description: 'Name that goes with the token (`isthmus` where absent); most forges take any.',
      examples: ['isthmus-bot'],
    },
    token: {
      ...secretReference,
      description:
        'With which Git reads and pushes over https. Given to Git by its environment, never on a command line.',
    },
    sshKey: {
      type: 'string',
      minLength: 1,
      description: 'File of a private key (a deploy key with write access).',
      examples: ['/var/run/secrets/isthmus/ssh/key'],
    },
    knownHosts: {
      type: 'string',
      minLength: 1,
      description: 'File of host keys, as `ssh-keyscan` prints them; any other host is refused.',
      examples: ['/var/run/secrets/isthmus/ssh/known_hosts'],
    },
  },
} as const

/** How each commit is marked. */
export const marks = {
  signOff: {
    type: 'boolean',
    description: 'Ends each commit message with `Signed-off-by:` of the author (Developer Certificate of Origin).',
  },
  sign: {
    type: 'object',
    additionalProperties: false,
    required: ['format', 'key'],
    description: 'Signs each commit.',
    properties: {
      format: { enum: ['ssh'], description: 'Kind of the key.' },
      key: {
        type: 'object',
        additionalProperties: false,
        required: ['file'],
        description: 'A private key without a passphrase.',
        properties: {
          file: {
            type: 'string',
            minLength: 1,
            description: 'Path of the file.',
            examples: ['/var/run/secrets/isthmus/signing/key'],
          },
        },
      },
    },
  },
} as const

/** What a network takes. */
export const network = {
  type: 'object',
  additionalProperties: false,
  description: 'What a company’s network takes. Proxies come from HTTPS_PROXY, HTTP_PROXY and NO_PROXY.',
  properties: {
    caFile: {
      type: 'string',
      minLength: 1,
      description:
        'PEM file of authorities that forge, chats and Git are trusted by. Git then trusts these alone; all else trusts them beside the public ones.',
      examples: ['/etc/isthmus/trust/ca-bundle.crt'],
    },
  },
} as const
