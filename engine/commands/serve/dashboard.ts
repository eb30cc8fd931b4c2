import type { Listening } from '../../adapters/web-server/listen.ts'
import { listen } from '../../adapters/web-server/listen.ts'
import { pagesApp } from '../../adapters/web-server/pages.ts'
import type { Looks } from '../../flows/dashboard/looks.ts'
import type { Bell } from '../../model/bell.ts'
import { Failure } from '../../model/failure.ts'
import type { Log } from '../../model/log.ts'
import { bugText } from '../bug-text.ts'
import { hostsOf, livePages } from '../dashboard/live-pages.ts'
import type { ServerPorts } from './ports.ts'

export interface ServedDashboard {
  readonly ports: ServerPorts
  readonly looks: Looks
  readonly bell: Bell
  readonly log: Log
  readonly now: () => string
  readonly everySeconds: number
  readonly environment: string | undefined
  readonly address: { readonly host: string; readonly port: number }
  readonly signal: AbortSignal
}

/**
 * The dashboard beside the server's work, in every replica: it reads what the work looked at, and looks itself where this
 * replica has none to do. An address that is taken costs the pages, never the work.
 */
export async function serveDashboard(given: ServedDashboard): Promise<Listening | undefined> {
  const { ports, log, everySeconds, address } = given
  const onBug = (bug: unknown) => log.error('bug', { message: bugText(bug) })
  const everyMs = everySeconds * 1000
  const pages = livePages({
    ...ports,
    ...given,
    everyMs,
    // The work's next look may be under way.
    freshMs: 2 * everyMs,
    life: ports.identity,
    onBug,
    ...hostsOf(address.host, ports.configuration),
  })
  try {
    const listening = await listen(pagesApp(pages, onBug).fetch, address)
    log.info('dashboard', { url: listening.url })
    return listening
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    log.warn('no-dashboard', {
      code: error.code,
      message: error.message,
      hint: 'choose another with --dashboard HOST:PORT',
    })
    return undefined
  }
}
