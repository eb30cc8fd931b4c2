export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Where the status says it all, an answer that breaks off is an answer. */
  readonly needsBody?: boolean
}

export interface HttpAnswer {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** Other people's text; '' where it was not needed. */
  readonly body: string
}

/**
 * Port: one exchange, whole or not at all, never redirected. Throws a Failure `http/timeout`, `http/unreachable`,
 * `http/cut-answer` or `http/too-long`, whose message names the host and no more of the address.
 */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>
