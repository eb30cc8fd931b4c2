import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
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
  const ask = await (resolver.asking ?? start())
  return await ask(request)
}

type Ask = (request: object) => Promise<readonly Answer[]>

/** One process of the resolver for all requests of this one: to start it costs more than what it does. */
const resolver: { asking?: Promise<Ask> } = {}

function start(): Promise<Ask> {
  resolver.asking = (async () => {
    const child = spawn(await built('templates'), { stdio: ['pipe', 'pipe', 'inherit'] })
    const waiting = new Map<number, { done: (answers: readonly Answer[]) => void; failed: (error: Error) => void }>()
    const fail = (error: Error) => {
      for (const each of waiting.values()) each.failed(error)
      waiting.clear()
      delete resolver.asking
    }
    // What is written to one that has just ended fails here; its end is told below.
    child.stdin.on('error', fail)
    child.on('error', fail).on('close', () => fail(new Error('the resolver of templates has ended')))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { id, results } = JSON.parse(line) as { readonly id: number; readonly results: readonly Answer[] }
      waiting.get(id)?.done(results)
      waiting.delete(id)
    })
    const count = { asked: 0 }
    return (request) =>
      new Promise((done, failed) => {
        const id = ++count.asked
        waiting.set(id, { done, failed })
        child.stdin.write(JSON.stringify({ id, ...request }))
      })
  })()
  return resolver.asking
}
