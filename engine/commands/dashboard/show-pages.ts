import { listen } from '../../adapters/web-server/listen.ts'
import type { WebPages } from '../../adapters/web-server/pages.ts'
import { pagesApp } from '../../adapters/web-server/pages.ts'
import { json } from '../../stages/report/json.ts'
import { LONGEST_SLEEP_MS } from '../every.ts'
import type { Io } from '../io.ts'
import type { CommonOptions, ExitCode } from '../options.ts'
import { sleepUntil } from '../source.ts'

interface Stage {
  readonly io: Io
  readonly host: string
  readonly port: number
  readonly stopping: AbortController
  readonly output: CommonOptions['output']
  readonly quiet: boolean
  readonly onBug: (bug: unknown) => void
}

const GRACE_MS = 1_000

/** Serves the pages until Ctrl-C or SIGTERM; the address is printed once they have something to show. */
export async function showPages(pages: WebPages, stage: Stage): Promise<ExitCode> {
  const { io, host, port, stopping, output, quiet, onBug } = stage
  const stop = () => stopping.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  const listening = await listen(pagesApp(pages, onBug).fetch, { host, port })
  try {
    await pages.page('/')
    const url = `${listening.url}/`
    io.out(output === 'json' ? json({ url }) : `${url}\n`)
    if (!quiet) io.err('The dashboard is open until Ctrl-C; it reads, and changes nothing.\n')
    while (!stopping.signal.aborted) await sleepUntil(LONGEST_SLEEP_MS, stopping.signal)
  } finally {
    stop()
    process.off('SIGINT', stop).off('SIGTERM', stop)
    await listening.close(GRACE_MS)
  }
  return 0
}
