import { any, text, texts } from './shapes.ts'

const line = {
  path: text('Kind and names, joined with dots; `<name>` is any key of a map.'),
  type: text('Kind of value, in words.'),
  required: { type: 'boolean', description: 'Whether it must be written where what holds it is written.' },
  description: text('What it is.'),
} as const

export const fieldOutput = {
  $id: 'https://isthmus.dev/schemas/output/field-v1.json',
  title: 'Field',
  description: 'What `isthmus explain KIND.FIELD --output json` prints.',
  type: 'object',
  required: ['path', 'type', 'required', 'description', 'limits', 'examples', 'rules', 'fields'],
  properties: {
    ...line,
    default: any('What is filled in; absent where nothing is.'),
    values: { type: 'array', items: {}, description: 'The only values; absent where any of the type may stand.' },
    limits: texts('What else must hold, in words.'),
    examples: { type: 'array', items: {}, description: 'Values that may stand there.' },
    rules: texts('Rules that look at it beside those of the schema; `vault/*` is all of a component.'),
    fields: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'type', 'required', 'description'],
        properties: line,
      },
      description: 'What it holds, one level down.',
    },
  },
} as const
