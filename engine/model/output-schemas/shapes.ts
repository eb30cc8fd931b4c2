import type { JSONSchema } from 'json-schema-to-ts'

/** Pieces of which the schemas of outputs are made. */
export const text = (description: string) => ({ type: 'string', description }) as const
export const count = (description: string) => ({ type: 'integer', minimum: 0, description }) as const
export const texts = (description: string) => ({ type: 'array', items: { type: 'string' }, description }) as const
export const time = (description: string) =>
  ({ type: 'string', description: `${description} (RFC 3339, UTC)` }) as const
export const nullable = (description: string) => ({ type: ['string', 'null'], description }) as const
export const any = (description: string) => ({ description }) as const

export const place = {
  type: 'object',
  required: ['file', 'line'],
  properties: { file: text('Path from the root of the repository.'), line: count('From 1.') },
} as const

export const finding = {
  type: 'object',
  required: ['rule', 'severity', 'message', 'hint', 'file', 'line', 'column'],
  properties: {
    rule: text('Stable id, `group/name`.'),
    severity: { enum: ['error', 'warning', 'info'], description: '`error` makes the exit code 2.' },
    message: text('What is wrong, for people; may change.'),
    hint: text('What to do about it.'),
    file: text('Path from the root of the repository.'),
    line: count('From 1.'),
    column: count('From 1.'),
  },
} as const

export const findings = { type: 'array', items: finding, description: 'In the order of file, line, column.' } as const

export const temporary = {
  type: 'array',
  description: 'Pauses, exceptions and overrides, whether anything meets them or not.',
  items: {
    type: 'object',
    required: ['kind', 'name', 'what', 'clusters', 'until', 'because', 'hasEnded', 'source'],
    properties: {
      kind: { enum: ['exception', 'override', 'pause'], description: 'What holds for a while.' },
      name: text('Empty for a pause.'),
      what: text('What it is about, for people; may change.'),
      clusters: texts('Where.'),
      until: text('A day through which it holds, or the moment that ends a pause (UTC).'),
      because: text('Why.'),
      owner: text('Who sees to it that it ends; absent for a pause.'),
      hasEnded: { type: 'boolean', description: 'Its end is past, and it is still in the repository.' },
      source: place,
    },
  },
} as const

export const objectKey = {
  type: 'object',
  required: ['apiVersion', 'kind', 'namespace', 'name'],
  properties: {
    apiVersion: text('Group and version, or version alone for the core group.'),
    kind: text('Kind.'),
    namespace: text('Empty for cluster-scoped objects.'),
    name: text('Name.'),
  },
} as const

export const flag = (description: string) => ({ type: 'boolean', description }) as const
export const list = (items: JSONSchema, description: string) => ({ type: 'array', items, description }) as const
export const word = (values: readonly (string | null)[], description: string) =>
  ({ enum: values, description }) as const
export const manifests = (description: string) => list({ type: 'object' }, description)

/** An object whose members are all there, but those of `optional`. */
export function record(
  description: string,
  properties: Readonly<Record<string, JSONSchema>>,
  optional: Readonly<Record<string, JSONSchema>> = {},
) {
  return {
    type: 'object',
    required: Object.keys(properties),
    description,
    properties: { ...properties, ...optional },
  } as const
}

/** A whole output: version 1 of it, with the command that prints it. */
export function output(
  name: string,
  title: string,
  description: string,
  properties: Readonly<Record<string, JSONSchema>>,
  optional: Readonly<Record<string, JSONSchema>> = {},
) {
  return {
    $id: `https://isthmus.dev/schemas/output/${name}-v1.json`,
    title,
    ...record(description, properties, optional),
  } as const
}

export const span = (description: string) =>
  record(description, {
    min: { type: 'number', description: 'At best.' },
    max: { type: 'number', description: 'At worst.' },
  })
