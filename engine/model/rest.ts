import type { Json } from './json.ts'

/** A server with a REST API, as messages about it need it. */
export interface RestServer {
  /** First part of the codes of its failures: `gitea`. */
  readonly name: string
  /** As people write it: `Gitea`. */
  readonly title: string
  /** The least rights of the token, in the server's own words. */
  readonly rights: string
}

/** What a server answered; `data` is other people's text. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly data: Json
}

/** What an answer that is no success means for a person. */
export interface Refused {
  /** Without the server's name: `forbidden`. */
  readonly code: string
  readonly hint: string
  readonly retry?: boolean
}

/** One request; `path` follows the address of the API. */
export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** As it stands behind the question mark. */
  readonly query?: string
  readonly body?: Json
}

export interface RestConnection {
  /** Resolves for 2xx. Tries again what may pass; throws failures of the server. */
  request(request: RestRequest): Promise<Answer>
  /** One attempt, for what must not be sent twice unseen. */
  once(request: RestRequest): Promise<Answer>
  /** Runs a piece of work again while it fails with what may pass. */
  retried<T>(work: () => Promise<T>): Promise<T>
}

/** Whether the `Link` header (RFC 8288) names a page after this one. */
export function hasNextPage({ headers }: Answer): boolean {
  return /;\s*rel="?next"?/.test(headers.link ?? '')
}
