import { listen } from '../../adapters/web-server/listen.ts'
import type { WebPages } from '../../adapters/web-server/pages.ts'
import { pagesApp } from '../../adapters/web-server/pages.ts'
import type { LiveInput } from '../../flows/dashboard/live.ts'
import { keepLive, refresh } from '../../flows/dashboard/live.ts'
import type { Io } from '../io.ts'
import type { ExitCode } from '../options.ts'

interface Stage {
  readonly io: Io
  readonly host: string
  readonly port: number
  readonly stopping: AbortController
  readonly quiet: boolean
}

const GRACE_MS = 1_000

/** Serves the pages until Ctrl-C or SIGTERM; the address is printed once they have something to show. */
export async function showPages(
  live: LiveInput,
  pages: WebPages,
  { io, host, port, stopping, quiet }: Stage,
): Promise<ExitCode> {
  const stop = () => stopping.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  const bug = (error: unknown) => io.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  const listening = await listen(pagesApp(pages, bug).fetch, { host, port })
  try {
    await refresh(live)
    io.out(`${listening.url}/\n`)
    if (!quiet) io.err('The dashboard is open until Ctrl-C; it reads, and changes nothing.\n')
    await keepLive(live)
  } finally {
    stop()
    process.off('SIGINT', stop).off('SIGTERM', stop)
    await listening.close(GRACE_MS)
  }
  return 0
}
