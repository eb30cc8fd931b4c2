import type { Place } from './address.ts'
import { placeOf } from './address.ts'
import type { AppOptions } from './app-token.ts'
import { appJwt, appTokens } from './app-token.ts'
import type { Connection } from './connection.ts'
import { connectionTo } from './connection.ts'
import type { Pages } from './pages.ts'
import { pagesOf } from './pages.ts'
import { selfOf } from './self.ts'

export interface GithubOptions {
  /** Address of the server as people open it; absent: github.com. `http:` on this machine only. */
  readonly url?: string
  /** `owner/name`. */
  readonly repository: string
  /** A token of an account, or an App: an App says its checks at file and line, an account as commit statuses. */
  readonly credentials: { readonly token: () => Promise<string> } | { readonly app: AppOptions }
  /** The time, RFC 3339 UTC. */
  readonly now: () => string
  readonly sleep: (milliseconds: number) => Promise<void>
  /** For one attempt, with its whole answer. */
  readonly timeoutMs?: number
  /** How requests go out; Node's own where absent. */
  readonly fetch?: typeof fetch | undefined
}

/** Everything the verbs work with. */
export interface Desk {
  readonly place: Place
  readonly connection: Connection
  readonly pages: Pages
  /** Login with which we work. */
  readonly self: () => Promise<string>
  /** Id of the App that we are; undefined for an account. */
  readonly app?: number
}

/** Nothing is sent, and no secret read, before the first verb. */
export function deskFor({
  url,
  repository,
  credentials,
  now,
  sleep,
  timeoutMs = 30_000,
  ...more
}: GithubOptions): Desk {
  const place = placeOf(url, repository)
  const base = { api: place.api, now, sleep, timeoutMs, fetch: more.fetch }
  if (!('app' in credentials)) return deskOn(place, connectionTo({ ...base, token: credentials.token }))
  const { app } = credentials
  const tokens = appTokens(connectionTo({ ...base, token: () => appJwt(app) }), place, app, now)
  return { ...deskOn(place, connectionTo({ ...base, token: tokens.token, renew: tokens.forget })), app: app.id }
}

function deskOn(place: Place, connection: Connection): Desk {
  const pages = pagesOf(connection)
  return { place, connection, pages, self: selfOf(connection, place) }
}
