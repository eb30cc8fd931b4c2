import { count, text } from './shapes.ts'

const state = {
  enum: ['ok', 'warn', 'fail', 'skipped'],
  description: '`fail` makes the exit code 2; with `--strict` `warn` does too.',
} as const

const check = {
  type: 'object',
  required: ['id', 'subject', 'state', 'sentence'],
  properties: {
    id: text('Stable id, `thing/question`.'),
    subject: text('Which of the configured things: an address, a context, a chat’s name.'),
    state,
    sentence: text('What was found, for people; may change.'),
    remedy: text('What to do about it; always there with `warn` and `fail`.'),
  },
} as const

export const doctorOutput = {
  $id: 'https://isthmus.dev/schemas/output/doctor-v1.json',
  title: 'Checkup',
  description: 'What `isthmus doctor --output json` prints.',
  type: 'object',
  required: ['checks', 'summary'],
  properties: {
    checks: { type: 'array', items: check, description: 'In the order in which the things are configured.' },
    summary: {
      type: 'object',
      required: ['ok', 'warn', 'fail', 'skipped'],
      description: 'How many checks ended how.',
      properties: {
        ok: count('In order.'),
        warn: count('Works, but should not stay so.'),
        fail: count('Does not work, or is open to others.'),
        skipped: count('Could not be asked, or does not apply.'),
      },
    },
  },
} as const
