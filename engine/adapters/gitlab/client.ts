import type {
  Commits,
  MergeRequestApprovals,
  MergeRequestNotes,
  MergeRequests,
  ProjectMembers,
  Users,
} from '@gitbeaker/core'
import type { Json } from '../../model/json.ts'
import { odd } from '../../model/rest/bounded-fetch.ts'
import type { Answer, RestRequest } from '../../model/rest.ts'
import { GITLAB } from './server.ts'

/** What is used of GitLab. */
export interface Resources {
  readonly mergeRequests: MergeRequests
  readonly notes: MergeRequestNotes
  readonly approvals: MergeRequestApprovals
  readonly commits: Commits
  readonly members: ProjectMembers
  readonly users: Users
}

interface Sent {
  readonly searchParams?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/**
 * gitbeaker knows the endpoints, `send` decides what is tried again: its own transport repeats 429 within milliseconds and
 * never asks Retry-After. Loaded with the first call.
 */
export function resourcesOf(send: (request: RestRequest) => Promise<Answer>): () => Promise<Resources> {
  const opened: { resources?: Promise<Resources> } = {}
  return () => {
    opened.resources ??= open(send)
    return opened.resources
  }
}

/** Only for telling apart what gitbeaker adds to it: the connection knows the address. */
const HOST = 'https://gitlab.invalid'
const BASE = `${HOST}/api/v4`

async function open(send: (request: RestRequest) => Promise<Answer>): Promise<Resources> {
  const gitbeaker = await import('@gitbeaker/core')
  const ask = (method: RestRequest['method'], prefix: string) => async (endpoint: string, sent?: Sent) => {
    const query = queryOf(sent?.searchParams ?? {})
    const body = sent?.body === undefined ? {} : { body: snake(sent.body) }
    const { data, headers, status } = await send({ method, path: `${prefix}/${endpoint}`, query, ...body })
    return { body: data as never, headers: { ...headers }, status }
  }
  const requesterFn = ({ url }: { readonly url: string }) => {
    // Some resources put `projects` there instead of into each endpoint.
    const prefix = url.slice(BASE.length).replace(/\/+$/, '')
    const [get, post, put] = [ask('GET', prefix), ask('POST', prefix), ask('PUT', prefix)]
    return { get, post, put, patch: ask('PATCH', prefix), delete: ask('DELETE', prefix) }
  }
  const options = { host: HOST, requesterFn, queryTimeout: null, token: 'sent by the connection' }
  return {
    mergeRequests: new gitbeaker.MergeRequests(options),
    notes: new gitbeaker.MergeRequestNotes(options),
    approvals: new gitbeaker.MergeRequestApprovals(options),
    commits: new gitbeaker.Commits(options),
    members: new gitbeaker.ProjectMembers(options),
    users: new gitbeaker.Users(options),
  }
}

function queryOf(parameters: Readonly<Record<string, unknown>>): string {
  const known = Object.entries(parameters).filter(([, value]) => value !== undefined)
  return new URLSearchParams(known.map(([key, value]) => [snakeKey(key), String(value)])).toString()
}

/** GitLab's names have underscores where gitbeaker's have humps; what we send has no maps inside. */
function snake(body: unknown): Json {
  const entries = Object.entries(body as Readonly<Record<string, Json | undefined>>)
  return Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[snakeKey(key), value]])))
}

function snakeKey(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** What gitbeaker answers is other people's data, whatever its types promise. */
export function untrusted(answer: unknown): Json {
  return answer as Json
}

/** The pages of a list, as gitbeaker gives them when asked for one with its headers. */
export async function* pages(
  ask: (page: number) => Promise<{ readonly data: unknown; readonly paginationInfo?: unknown }>,
): AsyncGenerator<readonly Json[]> {
  for (let page = 1; page <= PAGES; page++) {
    const { data, paginationInfo } = await ask(page)
    if (!Array.isArray(data)) throw odd(GITLAB, 'the answer is no list')
    yield data as readonly Json[]
    if ((paginationInfo as { readonly next?: unknown } | undefined)?.next === null) return
  }
}

/** So many pages of a list are read; nobody keeps more open. */
const PAGES = 200
