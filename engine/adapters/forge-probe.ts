import type { ForgeProbe } from '../model/checkup.ts'
import type { AskOptions } from './forge-probe/ask.ts'
import { checkedAddress } from './forge-probe/ask.ts'
import { giteaProbe } from './forge-probe/gitea.ts'
import { githubProbe } from './forge-probe/github.ts'
import { gitlabProbe } from './forge-probe/gitlab.ts'

export interface ForgeProbeOptions {
  readonly type: 'github' | 'gitea' | 'gitlab'
  /** Address of the forge as people open it; absent: the public one of that type. */
  readonly url?: string | undefined
  /** `owner/name`. */
  readonly repository: string
  readonly token: string
  /** The time, RFC 3339 UTC. */
  readonly now: () => string
  readonly fetch?: typeof fetch | undefined
  readonly timeoutMs?: number
}

/** Asks a forge what our token may do and how a branch is protected; only GET is ever sent. */
export function forgeProbe(options: ForgeProbeOptions): ForgeProbe {
  const { type, url, repository, token, now, timeoutMs = 30_000 } = options
  const common = { now, timeoutMs, fetch: options.fetch ?? fetch }
  const ask = (api: string, headers: Readonly<Record<string, string>>): AskOptions => {
    return { ...common, api, headers: { ...headers, accept: 'application/json', 'user-agent': 'isthmus' } }
  }
  if (type === 'gitea')
    return giteaProbe(
      ask(apiAt(url ?? 'https://gitea.com', '/api/v1'), { authorization: `token ${token}` }),
      repository,
    )
  if (type === 'gitlab')
    return gitlabProbe(ask(apiAt(url ?? 'https://gitlab.com', '/api/v4'), { 'private-token': token }), repository)
  const headers = { authorization: `Bearer ${token}`, 'x-github-api-version': '2022-11-28' }
  return githubProbe(ask(githubApi(url), headers), repository)
}

/** github.com, `*.ghe.com` (data residency), or a GitHub Enterprise Server under `/api/v3`. */
function githubApi(url: string | undefined): string {
  const address = checkedAddress(url ?? 'https://github.com')
  const { host } = new URL(address)
  if (host === 'github.com' || host === 'www.github.com') return 'https://api.github.com'
  if (host.endsWith('.ghe.com')) return host.startsWith('api.') ? address : `https://api.${host}`
  return apiAt(address, '/api/v3')
}

/** Some write the address of the API, as the adapters take it. */
function apiAt(url: string, path: string): string {
  const address = checkedAddress(url)
  return address.endsWith(path) ? address : `${address}${path}`
}
