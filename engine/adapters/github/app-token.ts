import { Failure } from '../../model/failure.ts'
import { textAt } from '../../model/json.ts'
import type { Place } from './address.ts'
import type { Connection } from './connection.ts'
import { odd } from './failures.ts'

/** A GitHub App as it is installed on the repository's owner. */
export interface AppOptions {
  readonly id: number
  readonly installation: number
  /** The private key, PEM; asked for each new token, since a mounted key is renewed under way. */
  readonly key: () => Promise<string>
}

export interface AppToken {
  token(): Promise<string>
  /** The next one is a new one. */
  forget(): void
}

const EXCHANGE = 'POST /app/installations/{installation_id}/access_tokens'
/** A token is renewed so long before it ends. */
const MARGIN_MS = 5 * 60_000

/** What the App says of itself for ten minutes, signed with its key. Throws `github/bad-key`. */
export async function appJwt({ id, key }: AppOptions): Promise<string> {
  const privateKey = await key()
  const { App } = await import('octokit')
  try {
    const { token } = (await new App({ appId: id, privateKey }).octokit.auth({ type: 'app' })) as { token: string }
    return token
  } catch {
    // What went wrong may quote the key.
    throw new Failure('github/bad-key', 'the key of the GitHub App cannot be used', {
      hint: 'see to what forge.app.key refers to: the private key that the settings of the App generate, PEM, with all its lines',
    })
  }
}

/** Tokens of an installation, for this repository alone; each is used until shortly before it ends. `now`: RFC 3339 UTC. */
export function appTokens(
  connection: Connection,
  { name }: Place,
  { installation }: AppOptions,
  now: () => string,
): AppToken {
  const held: { token?: string; until?: number } = {}
  return {
    async token() {
      if (held.token !== undefined && Date.parse(now()) < (held.until ?? 0)) return held.token
      const { data } = await connection.once(EXCHANGE, { installation_id: installation, repositories: [name] })
      const [token, end] = [textAt(data, 'token'), Date.parse(textAt(data, 'expires_at') ?? '')]
      if (token === undefined || Number.isNaN(end)) throw odd(`${EXCHANGE}: the answer holds no token`)
      Object.assign(held, { token, until: end - MARGIN_MS })
      return token
    },
    forget() {
      delete held.token
    },
  }
}
