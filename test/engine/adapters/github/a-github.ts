import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { expect, onTestFinished } from 'vitest'
import type { Json } from '../../../../engine/model/json.ts'
import { textAt } from '../../../../engine/model/json.ts'
import { perform } from './a-repository.ts'
import { SELF } from './answers-deeds.ts'
import { isAppJwt } from './app-deeds.ts'
import type { ARepository, Kept } from './kept.ts'
import type { Asked } from './openapi.ts'
import { faultsIn, faultsInAnswer, operationOf } from './openapi.ts'

export const TOKEN = 'ghp_S3cretThatNobodyMayRead'

/** What one request meets instead of its answer. */
export interface Mishap {
  /** `METHOD operation`; absent: the next request, whatever it is. */
  readonly on?: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Says nothing at all; or does the work and breaks off in the answer; or breaks off without the work. */
  readonly breaks?: 'hangs' | 'after' | 'before'
  /** What somebody else does just before. */
  readonly meanwhile?: () => void
}

export interface AGithub extends ARepository {
  readonly url: string
  /** `METHOD operation status` of each. */
  readonly log: string[]
  readonly bodies: Json[]
  mishap(...mishaps: readonly Mishap[]): void
  pull(number: number): Kept
}

/**
 * A GitHub on loopback with one repository. Every request and every answer is held against GitHub's published OpenAPI; what does
 * not keep it fails the test when it is over.
 */
export async function aGithub(...branches: readonly string[]): Promise<AGithub> {
  const mishaps: Mishap[] = []
  const violations: string[] = []
  const people = new Map([['ada', 'write']])
  const lists = { pulls: [], statuses: [], checkRuns: [], issued: [], log: [], bodies: [] }
  const state = { ...lists, branches: new Set(branches), people, teams: new Set(['platform']) }
  const server = createServer((request, response) => {
    read(request).then((asked) => {
      const reply = asked.path.endsWith('/graphql') ? viewer : answer
      reply(github, { request, response, asked, mishaps, violations })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    expect(violations).toEqual([])
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const github: AGithub = {
    ...state,
    url: `http://127.0.0.1:${port}`,
    mishap: (...more) => void mishaps.push(...more),
    pull: (number) => {
      const found = github.pulls.find((each) => each.number === number)
      if (!found) throw new Error(`there is no pull request ${number}`)
      return found
    },
  }
  return github
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
  return {
    method: request.method ?? '',
    path: pathname.replace(/^\/api\/v3/, ''),
    query: Object.fromEntries(searchParams),
    body: text === '' ? undefined : (JSON.parse(text) as Json),
  }
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }
const EMPTY: readonly number[] = [204, 304]

interface Turn {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly asked: Asked
  readonly mishaps: Mishap[]
  readonly violations: string[]
}

function answer(github: AGithub, { request, response, asked, mishaps, violations }: Turn): void {
  const operation = operationOf(asked)
  const name = `${asked.method} ${operation?.id ?? asked.path}`
  const violate = (faults: readonly string[]) => void violations.push(...faults.map((each) => `${name}: ${each}`))
  violate(operation ? faultsIn(asked, operation) : ['GitHub has no such operation'])
  if (!/^isthmus/.test(request.headers['user-agent'] ?? '')) violate(['no user agent'])
  if (asked.body !== undefined) github.bodies.push(asked.body)
  const index = mishaps.findIndex((each) => each.on === undefined || name === each.on)
  const [mishap = {}] = index < 0 ? [] : mishaps.splice(index, 1)
  mishap.meanwhile?.()
  const isKnown = isAuthorized(github, request.headers.authorization ?? '', operation?.id)
  const refusal = isKnown ? mishap : { status: 401, body: '{"message":"Bad credentials"}' }
  if (mishap.breaks !== undefined) {
    github.log.push(`${name} ${mishap.breaks}`)
    if (operation && mishap.breaks === 'after') perform(github, asked, operation)
    if (mishap.breaks !== 'hangs') breakOff(response)
  } else if (refusal.status !== undefined) {
    github.log.push(`${name} ${refusal.status}`)
    response.writeHead(refusal.status, { ...JSON_TYPE, ...mishap.headers }).end(refusal.body ?? '{"message":"No."}')
  } else if (operation) {
    const reply = perform(github, asked, operation)
    if (reply.status !== 204) violate(faultsInAnswer(operation.id, reply.status, reply.body))
    const text = JSON.stringify(reply.body)
    const etag = `"${createHash('sha256').update(text).digest('hex')}"`
    const isSame = asked.method === 'GET' && request.headers['if-none-match'] === etag
    const status = isSame ? 304 : reply.status
    const link = reply.hasNext === true ? { link: `<${github.url}/elsewhere?page=2>; rel="next"` } : {}
    github.log.push(`${name} ${status}`)
    response.writeHead(status, { ...JSON_TYPE, etag, ...link }).end(EMPTY.includes(status) ? undefined : text)
  } else response.writeHead(404, JSON_TYPE).end('{"message":"Not Found"}')
}

/** The one question that only GraphQL answers; its place on an Enterprise Server is beside the REST API, not below it. */
function viewer(github: AGithub, { request, response, asked, violations }: Turn): void {
  github.log.push('POST graphql')
  if (request.url !== '/api/graphql' || asked.method !== 'POST') violations.push(`no GraphQL at ${request.url}`)
  if (textAt(asked.body, 'query') !== '{viewer{login}}') violations.push('nobody asked for the viewer')
  if (!isAuthorized(github, request.headers.authorization ?? '', undefined)) violations.push('GraphQL without a token')
  response.writeHead(200, JSON_TYPE).end(JSON.stringify({ data: { viewer: { login: SELF } } }))
}

/** An App asks for tokens as itself, and for everything else with the newest of them. */
function isAuthorized(github: AGithub, header: string, operation: string | undefined): boolean {
  const [, token = ''] = /^Bearer (.*)$/.exec(header) ?? []
  if (operation === 'apps/create-installation-access-token') return isAppJwt(github, token)
  return token === (github.appKey === undefined ? TOKEN : github.issued.at(-1))
}

function breakOff(response: ServerResponse): void {
  response.writeHead(200, { ...JSON_TYPE, 'content-length': '5000' })
  response.write('{"number": 1, "html', () => response.destroy())
}
