import type { Receiver } from '../receiver.ts'
import { receiver } from '../receiver.ts'
import { breaches } from './shape.ts'

const textRun = {
  type: 'object',
  properties: {
    type: { const: 'TextRun' },
    text: { type: 'string', minLength: 1 },
    weight: { enum: ['Lighter', 'Default', 'Bolder'] },
    color: { enum: ['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention'] },
    size: { enum: ['Default', 'Small', 'Medium', 'Large', 'ExtraLarge'] },
    fontType: { enum: ['Default', 'Monospace'] },
    isSubtle: { type: 'boolean' },
  },
  required: ['type', 'text'],
  additionalProperties: false,
}
const card = {
  type: 'object',
  properties: {
    $schema: { type: 'string' },
    type: { const: 'AdaptiveCard' },
    version: { const: '1.4' },
    fallbackText: { type: 'string' },
    msteams: { type: 'object', properties: { width: { const: 'Full' } }, additionalProperties: false },
    body: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: { type: { const: 'RichTextBlock' }, inlines: { type: 'array', minItems: 1, items: textRun } },
        required: ['type', 'inlines'],
        additionalProperties: false,
      },
    },
    actions: {
      type: 'array',
      maxItems: 6,
      items: {
        type: 'object',
        properties: {
          type: { const: 'Action.OpenUrl' },
          title: { type: 'string' },
          url: { type: 'string', pattern: '^https?://' },
        },
        required: ['type', 'url'],
        additionalProperties: false,
      },
    },
  },
  required: ['type', 'version', 'body'],
  additionalProperties: false,
}
const message = {
  type: 'object',
  properties: {
    type: { const: 'message' },
    attachments: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: {
        type: 'object',
        properties: {
          contentType: { const: 'application/vnd.microsoft.card.adaptive' },
          contentUrl: { type: 'null' },
          content: card,
        },
        required: ['contentType', 'content'],
        additionalProperties: false,
      },
    },
  },
  required: ['type', 'attachments'],
  additionalProperties: false,
}

/** The trigger of a workflow: 202, 400 for what is no card, 413 for more than 28 KB. */
export async function teamsWorkflow(): Promise<Receiver> {
  const place = await receiver()
  place.answerBy(({ body }) => {
    if (Buffer.byteLength(body) > 28 * 1024) return { status: 413 }
    return { status: breaches(message, JSON.parse(body)).length === 0 ? 202 : 400 }
  })
  return place
}
