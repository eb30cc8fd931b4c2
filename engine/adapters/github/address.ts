import { Failure } from '../../model/failure.ts'
import { isSafe } from '../../model/rest/address.ts'

const PUBLIC_API = 'https://api.github.com'

/** `owner/name` on a server, as requests need it. */
export interface Place {
  readonly api: string
  readonly owner: string
  readonly name: string
}

/**
 * Where the REST API of a GitHub is: github.com, `*.ghe.com` (data residency) or a GitHub Enterprise Server under
 * `/api/v3`. Throws `github/bad-address` and `github/bad-repository`.
 */
export function placeOf(url: string | undefined, repository: string): Place {
  const [, owner, name] = /^([A-Za-z0-9][A-Za-z0-9_-]*)\/([A-Za-z0-9_.-]+)$/.exec(repository) ?? []
  if (owner === undefined || name === undefined || /^\.+$/.test(name)) {
    throw new Failure('github/bad-repository', `${JSON.stringify(repository)} is no repository of GitHub`, {
      hint: 'write forge.repository as owner/name in isthmus.yaml',
    })
  }
  return { api: apiOf(url), owner, name }
}

function apiOf(url: string | undefined): string {
  if (url === undefined) return PUBLIC_API
  const address = URL.canParse(url) ? new URL(url) : undefined
  if (!address || !isSafe(address)) throw badAddress()
  const { host, origin } = address
  const path = address.pathname.replace(/\/+$/, '')
  if (host === 'github.com' || host === 'www.github.com') return PUBLIC_API
  if (host === 'api.github.com' || (host.startsWith('api.') && host.endsWith('.ghe.com'))) return origin
  if (host.endsWith('.ghe.com')) return `https://api.${host}`
  return path.endsWith('/api/v3') ? `${origin}${path}` : `${origin}${path}/api/v3`
}

function badAddress(): Failure {
  return new Failure('github/bad-address', 'the address of the forge cannot be used', {
    hint: 'write forge.url as https://HOST in isthmus.yaml, with no name, password or query in it; leave it out for github.com',
  })
}
