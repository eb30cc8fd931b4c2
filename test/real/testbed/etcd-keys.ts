import { listAt, textAt } from '../../../engine/model/json.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** Every value below a prefix of etcd as base64, by what follows the prefix. */
export async function valuesBelow(url: string, prefix: string): Promise<ReadonlyMap<string, string>> {
  const end = `${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`
  const { kvs } = await call(url, '/v3/kv/range', { key: base64(prefix), range_end: base64(end) })
  return new Map(
    listAt({ kvs: kvs ?? [] }, 'kvs').map((each) => [
      Buffer.from(textAt(each, 'key') ?? '', 'base64')
        .toString()
        .slice(prefix.length),
      textAt(each, 'value') ?? '',
    ]),
  )
}

/** Writes them back below a prefix that may be another one. */
export async function putBelow(url: string, prefix: string, values: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, value] of values) await call(url, '/v3/kv/put', { key: base64(`${prefix}${name}`), value })
}

async function call(url: string, path: string, body: object): Promise<Record<string, never>> {
  const answer = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`etcd answered ${answer.status} to ${path}: ${await answer.text()}`)
  return (await answer.json()) as Record<string, never>
}
