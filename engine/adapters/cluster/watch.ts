import type { IncomingMessage } from 'node:http'
import { Failure } from '../../model/failure.ts'
import type { Json } from '../../model/json.ts'
import { at, isObject, textAt } from '../../model/json.ts'
import type { ListRequest, WatchEvent } from '../../model/kube-api.ts'
import { failureOfStatus, unreachable } from './failures.ts'

/** Longer than any object that etcd takes (1.5 MiB), with room for escapes. */
const LINE_LIMIT = 16 * 1024 * 1024

/** The events of one watch, a JSON document a line, in their order. Only one line is ever held. */
export async function* eventsOf(
  response: IncomingMessage,
  host: string,
  path: string,
  request: ListRequest,
): AsyncIterable<WatchEvent> {
  for await (const line of linesOf(response, host)) {
    const event = parsed(line, path)
    const type = textAt(event, 'type')
    const object = at(event, 'object')
    if (type === 'ERROR') throw failureOfStatus(object ?? null, path)
    if (!isObject(object)) continue
    if (type === 'BOOKMARK') {
      yield { type, resourceVersion: textAt(object, 'metadata', 'resourceVersion') ?? '' }
    } else if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') {
      yield { type, object: { ...object, apiVersion: request.apiVersion, kind: request.kind } }
    }
  }
}

async function* linesOf(response: IncomingMessage, host: string): AsyncIterable<string> {
  response.setEncoding('utf8')
  let held = ''
  try {
    for await (const chunk of response as AsyncIterable<string>) {
      const lines = `${held}${chunk}`.split('\n')
      held = lines.pop() ?? ''
      if (held.length > LINE_LIMIT) throw new Error(`an event of more than ${LINE_LIMIT} characters`)
      yield* lines.filter((line) => line.trim() !== '')
    }
  } catch (cause) {
    throw cause instanceof Failure ? cause : unreachable(host, cause)
  }
}

function parsed(line: string, path: string): Json {
  try {
    return JSON.parse(line) as Json
  } catch (cause) {
    throw new Failure('cluster/bad-answer', `${path}: an event that is no JSON`, {
      hint: 'the watch is opened again',
      retry: true,
      cause,
    })
  }
}
