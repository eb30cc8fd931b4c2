import { secretReference } from './secret-reference.ts'

/** `HH:MM`, or the end of the day. */
const CLOCK = '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'

const quietHours = {
  type: 'object',
  additionalProperties: false,
  required: ['from', 'to', 'timeZone'],
  description: 'From one time of the clock to another, past midnight where the second is not later.',
  properties: {
    from: { type: 'string', pattern: CLOCK, description: 'In quotes.', examples: ['22:00'] },
    to: { type: 'string', pattern: CLOCK, description: 'In quotes; 24:00 is the end of the day.', examples: ['07:00'] },
    timeZone: { type: 'string', minLength: 1, description: 'IANA name.', examples: ['Europe/Berlin', 'UTC'] },
    days: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] },
      description: 'Days on which they begin; every day where absent.',
      examples: [['sat', 'sun']],
    },
  },
} as const

const severity = { enum: ['low', 'medium', 'high', 'critical'] } as const

/** A chat in isthmus.yaml. */
export const chat = {
  type: 'object',
  additionalProperties: false,
  required: ['type'],
  description: 'One place where people, or what wakes them, are told of drift.',
  properties: {
    type: {
      enum: ['terminal', 'webhook', 'slack', 'teams', 'mattermost', 'alertmanager'],
      description: '`terminal` prints; `webhook` sends signed JSON to anything else.',
    },
    name: {
      type: 'string',
      minLength: 1,
      description: 'How reports and rules name it; the type where absent.',
      examples: ['on-call'],
    },
    url: {
      anyOf: [{ type: 'string', pattern: '^https?://' }, secretReference],
      description:
        'Where messages go. The address of an incoming webhook or a workflow is a secret, and so a reference. With `token`: the address of the service (slack: https://slack.com/api where absent).',
      examples: [{ env: 'CHAT_URL' }, 'https://mattermost.example.com'],
    },
    secret: { ...secretReference, description: 'Key that signs messages (HMAC); for type webhook.' },
    token: {
      ...secretReference,
      description:
        'Of a bot: with it, slack and mattermost show each drift as one message, kept up to date, with its course in the thread. For alertmanager a bearer token.',
    },
    channel: {
      type: 'string',
      minLength: 1,
      description: 'With `token`: id of the channel.',
      examples: ['C0123456789', '4xp9fdt77pncbef59f4k1qe83o'],
    },
    expireMinutes: {
      type: 'integer',
      minimum: 5,
      description: 'For alertmanager: how long an alert fires that no look sends again; 240 where absent.',
      examples: [240],
    },
    minimumSeverity: {
      ...severity,
      description: 'What is less is not told here, unless its life was told here before; everything where absent.',
    },
    environments: {
      type: 'array',
      minItems: 1,
      items: { type: 'string', minLength: 1 },
      description: 'Only of these; of all where absent.',
      examples: [['gdw']],
    },
    events: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: ['opened', 'changed', 'resolved', 'stale', 'escalated'] },
      description: 'Only these; all where absent. What is escalated to this chat comes in any case.',
      examples: [['escalated', 'resolved']],
    },
    quietHours: {
      type: 'array',
      minItems: 1,
      items: quietHours,
      description: 'What is not critical waits until they are over.',
      examples: [[{ from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' }]],
    },
    digestMinutes: {
      type: 'integer',
      minimum: 1,
      description: 'What is not critical waits for so long, and comes as one message.',
      examples: [60],
    },
    escalate: {
      type: 'object',
      additionalProperties: false,
      required: ['afterMinutes', 'to'],
      description: 'What was told here and is open for longer is told to another chat too, once.',
      examples: [{ afterMinutes: 60, to: 'pager', minimumSeverity: 'high' }],
      properties: {
        afterMinutes: { type: 'integer', minimum: 1, description: 'Since it was told here first.', examples: [60] },
        to: { type: 'string', minLength: 1, description: 'Name of that chat.', examples: ['pager'] },
        minimumSeverity: { ...severity, default: 'low', description: 'What is less stays here.' },
      },
    },
  },
} as const

/** The heartbeat in isthmus.yaml. */
export const heartbeat = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  description: 'Who is told after each look that it worked, so that silence means something.',
  examples: [{ url: { env: 'HEARTBEAT_URL' } }, { chat: 'alertmanager' }],
  properties: {
    url: {
      anyOf: [{ type: 'string', pattern: '^https?://' }, secretReference],
      description: 'Address of a dead man’s switch, asked for after each look; a reference where it is a secret.',
      examples: [{ env: 'HEARTBEAT_URL' }],
    },
    method: { enum: ['GET', 'POST'], default: 'POST', description: 'POST sends a few words of JSON.' },
    chat: { type: 'string', minLength: 1, description: 'Name of a chat that is told.', examples: ['alertmanager'] },
    everyHours: {
      type: 'integer',
      minimum: 1,
      default: 24,
      description: 'How often that chat is told; an alertmanager after each look.',
    },
  },
} as const
