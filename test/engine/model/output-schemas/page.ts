import type { Json } from '../../../../engine/model/json.ts'
import { isObject, listAt, textAt } from '../../../../engine/model/json.ts'

/** A schema as a page for people: one table an object, in the order of reading. */
export function schemaPage(schema: Json): string {
  const lines = [
    `# ${textAt(schema, 'title')}`,
    '',
    textAt(schema, 'description') ?? '',
    '',
    `Schema: \`${textAt(schema, '$id')}\`. New members do not change its version: leave alone what you do not know. A member that goes or changes its meaning makes it v2. Members in **bold** are always there.`,
    '',
    'Values of secrets never appear. In their place stands `(redacted)`, or with `drift.redactionKey` in `isthmus.yaml` a digest such as `(redacted 1a2b3c4d)`, by which a second change shows. Without a key there is no digest, since a digest that anybody can compute gives a short password away to whoever tries all.',
    '',
  ]
  const queue: { readonly title: string; readonly schema: Json }[] = [{ title: '(top)', schema }]
  for (let next = queue.shift(); next; next = queue.shift()) lines.push(...tableOf(next.title, next.schema, queue))
  return `${lines.join('\n').trimEnd()}\n`
}

function tableOf(title: string, schema: Json, queue: { title: string; schema: Json }[]): readonly string[] {
  if (!isObject(schema) || !isObject(schema.properties)) return []
  const required = listAt(schema, 'required')
  const rows = Object.entries(schema.properties).map(([key, member]) => {
    const inner = isObject(member) && isObject(member.items) ? member.items : member
    const place = title === '(top)' ? key : `${title}.${key}`
    const here = isObject(member) && member.type === 'array' ? `${place}[]` : place
    if (isObject(inner) && isObject(inner.properties)) queue.push({ title: here, schema: inner })
    const name = required.includes(key) ? `**\`${key}\`**` : `\`${key}\``
    return `| ${name} | ${typeOf(member)} | ${textAt(member, 'description') ?? ''} |`
  })
  return [`## \`${title}\``, '', '| member | type | |', '|---|---|---|', ...rows, '']
}

function typeOf(member: Json): string {
  if (!isObject(member)) return 'any'
  if (Array.isArray(member.enum)) return member.enum.map((each) => `\`${String(each)}\``).join(', ')
  if (member.type === 'array') return `list of ${typeOf(member.items ?? null)}`
  return Array.isArray(member.type) ? member.type.join(' or ') : typeof member.type === 'string' ? member.type : 'any'
}
