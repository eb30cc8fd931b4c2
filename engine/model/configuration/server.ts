import { secretReference } from './secret-reference.ts'

/** How `isthmus serve` runs, as isthmus.yaml says it. */
export const server = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'How `isthmus serve` runs.',
  properties: {
    url: {
      type: 'string',
      pattern: '^https?://[^\\s/?#@]+/?$',
      description:
        'Where people read the dashboard: alerts, drift proposals and reports link to its pages. Nothing links there where it is absent.',
      examples: ['https://isthmus.apps.hub.example.com'],
    },
    every: {
      type: 'integer',
      minimum: 5,
      default: 300,
      description: 'Seconds between two looks at everything, whatever webhooks and watches say.',
    },
    name: {
      type: 'string',
      pattern: '^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$',
      description:
        'How this writer is called in the lock on the history branch, such as the hub’s name. Absent: the Lease’s identity, or the host’s name.',
      examples: ['hub-east'],
    },
    takeoverSeconds: {
      type: 'integer',
      minimum: 60,
      default: 900,
      description: 'After so long without a sign of life from the writer another one takes its place.',
    },
    lease: {
      type: 'object',
      additionalProperties: false,
      required: ['namespace'],
      description: 'A Lease on the hub, for several replicas there: the one that holds it works.',
      properties: {
        namespace: {
          type: 'string',
          pattern: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$',
          description: 'Where it lies.',
          examples: ['isthmus'],
        },
        name: {
          type: 'string',
          pattern: '^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$',
          default: 'isthmus',
          description: 'Its name.',
        },
        seconds: {
          type: 'integer',
          minimum: 5,
          default: 15,
          description: 'Another replica takes over when it was not renewed for so long.',
        },
      },
    },
    webhook: {
      type: 'object',
      additionalProperties: false,
      required: ['secret'],
      description: 'Webhooks of the forge are taken where this is there; without it the timer alone finds what is new.',
      properties: {
        secret: { ...secretReference, description: 'What the forge signs its webhooks with (16 characters or more).' },
        previousSecret: { ...secretReference, description: 'Taken as well, while one secret replaces the other.' },
      },
    },
  },
} as const
