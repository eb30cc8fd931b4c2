import { execFile } from 'node:child_process'
import { dump, load } from 'js-yaml'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { built } from '../testbed/build.ts'
import type { Cluster } from '../testbed/cluster.ts'

export interface Templated {
  readonly value: Json
  readonly context: JsonObject
}

export type Resolved = { readonly value: Json } | { readonly error: string }

/** Where templates are resolved: on the hub `{{hub … hub}}`, with `""` for the policy's own namespace; on a member `{{ … }}`. */
export interface Place {
  readonly cluster: Cluster
  readonly hubNamespace?: string
}

/**
 * Resolves templates as policy-api 6.1 says: the whole value becomes YAML text, Go's engine with Sprig works on the text,
 * and the text is parsed again. Values without a template come back as they are.
 */
export async function resolveTemplates(
  { cluster, hubNamespace }: Place,
  all: readonly Templated[],
): Promise<readonly Resolved[]> {
  const isHub = hubNamespace !== undefined
  const hasOne = ({ value }: Templated) => JSON.stringify(value).includes(isHub ? '{{hub' : '{{')
  const asked = all.filter(hasOne)
  if (asked.length === 0) return all.map(({ value }) => ({ value }))
  const { url, ca, token } = cluster.server
  const jobs = asked.map(({ value, context }) => ({ text: dump(value, { lineWidth: -1, noRefs: true }), context }))
  const answers = await run({ url, ca, token, hub: isHub, namespace: hubNamespace ?? '', jobs })
  const found = new Map(asked.map((each, i) => [each, parsed(answers[i])]))
  return all.map((each) => found.get(each) ?? { value: each.value })
}

interface Answer {
  readonly text: string
  readonly error?: string
}

function parsed(answer: Answer | undefined): Resolved {
  if (answer === undefined || answer.error !== undefined) return { error: answer?.error ?? 'no answer' }
  try {
    return { value: load(answer.text) as Json }
  } catch (error) {
    return { error: `failed to convert the resolved template to JSON: ${String(error)}` }
  }
}

async function run(request: object): Promise<readonly Answer[]> {
  const program = await built('templates')
  return await new Promise((resolve, reject) => {
    const child = execFile(program, { maxBuffer: 64 * 1024 * 1024 }, (error, out) =>
      error ? reject(error) : resolve(JSON.parse(out) as Answer[]),
    )
    child.stdin?.end(JSON.stringify(request))
  })
}
