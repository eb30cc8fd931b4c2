import type { AddressProbe } from '../model/checkup.ts'
import { Failure } from '../model/failure.ts'

export interface AddressProbeOptions {
  /** May hold a secret itself, so no message repeats more than its host. */
  readonly url: string
  /** The time, RFC 3339 UTC. */
  readonly now: () => string
  readonly fetch?: typeof fetch | undefined
  readonly timeoutMs?: number
}

/** Asks an address that takes messages with HEAD: nobody is sent anything. */
export function addressProbe({ url, now, timeoutMs = 10_000, ...options }: AddressProbeOptions): AddressProbe {
  const address = URL.canParse(url) ? new URL(url) : undefined
  if (address === undefined || !/^https?:$/.test(address.protocol)) {
    throw new Failure('chat/bad-address', 'the address cannot be used', {
      hint: 'use an address with http: or https:',
    })
  }
  return {
    host: address.host,
    async look() {
      try {
        const request = { method: 'HEAD', redirect: 'manual' as const, signal: AbortSignal.timeout(timeoutMs) }
        const response = await (options.fetch ?? fetch)(address, request)
        const time = Date.parse(response.headers.get('date') ?? '')
        const theirs = Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
        return { status: response.status, clock: theirs === undefined ? undefined : { theirs, ours: now() } }
      } catch (error) {
        const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
        const why = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.name) : 'unknown cause'
        throw new Failure('chat/unreachable', `${address.host} cannot be reached (${why})`, {
          hint: 'see to the address, the proxy (HTTPS_PROXY, NO_PROXY) and the authorities (network.caFile)',
          retry: true,
          cause: error,
        })
      }
    },
  }
}
