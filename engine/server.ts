import { performance } from 'node:perf_hooks'
import { jsonLog } from './adapters/log.ts'
import { promMetrics } from './adapters/metrics.ts'
import type { Listening } from './adapters/web-server/listen.ts'
import { listen } from './adapters/web-server/listen.ts'
import { httpApp } from './adapters/web-server.ts'
import { bugText } from './commands/bug-text.ts'
import type { Io } from './commands/io.ts'
import type { CommonOptions, ExitCode } from './commands/options.ts'
import { packageVersion } from './commands/package.ts'
import type { Assembled } from './commands/serve/assemble.ts'
import { assemble } from './commands/serve/assemble.ts'
import type { ServedDashboard } from './commands/serve/dashboard.ts'
import { serveDashboard } from './commands/serve/dashboard.ts'
import type { ServerPorts } from './commands/serve/ports.ts'
import { REVIEWS } from './commands/serve/review.ts'
import { sleepUntil } from './commands/source.ts'
import { looksOf } from './flows/dashboard/looks.ts'
import { takeDelivery } from './flows/serve/intake.ts'
import type { Round } from './flows/serve.ts'
import { serve, serveOnce } from './flows/serve.ts'
import { newBell } from './model/bell.ts'
import { Failure } from './model/failure.ts'
import type { Log } from './model/log.ts'
import type { Metrics } from './model/metrics.ts'
import { json } from './stages/report/json.ts'

export interface RunOptions {
  readonly io: Io
  readonly host: string
  readonly port: number
  /** Where the dashboard is; absent: nowhere. */
  readonly dashboard: { readonly host: string; readonly port: number } | undefined
  readonly everySeconds: number
  /** Only this one; absent: all of the default branch. */
  readonly environment: string | undefined
  /** One round, and nothing is listened to. */
  readonly once: boolean
  readonly output: CommonOptions['output']
  readonly quiet: boolean
}

interface Running extends Assembled {
  readonly log: Log
  readonly metrics: Metrics
  readonly stopping: AbortController
  readonly shown: Omit<ServedDashboard, 'address'>
}

/** What is under way at the end has so long; anything may be cut off, and the next process does it again. */
const GRACE_MS = 20_000

/** The second composition root, beside the command line: runs until SIGTERM or SIGINT, or for one round. */
export async function runServer(ports: ServerPorts, options: RunOptions): Promise<ExitCode> {
  const { io, everySeconds, environment } = options
  const log = jsonLog({ write: (line) => io.err(line), now: () => io.now(), quiet: options.quiet })
  const metrics = promMetrics()
  metrics.set('isthmus_build_info', 1, { version: packageVersion() })
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  const clocks = { now: () => io.now(), nowMs: () => performance.now() }
  const { signal } = stopping
  const news = newBell()
  const looks = looksOf(ports.source, () => news.ring('a look'))
  const around = { log, metrics, signal, ...clocks, everySeconds, environment }
  const told = { onReport: looks.report, onWork: () => news.ring('the work') }
  const assembled = assemble({ ...ports, source: looks.source }, { ...around, ...told })
  const shown = { ports, looks, bell: news, log, now: clocks.now, everySeconds, environment, signal }
  const running: Running = { ...assembled, log, metrics, stopping, shown }
  log.info('started', { version: packageVersion(), source: ports.source.name, forge: ports.forge.name })
  try {
    return options.once ? await runOnce(running, options) : await runOn(running, options)
  } catch (error) {
    if (error instanceof Failure) throw error
    log.error('bug', { message: bugText(error) })
    return 1
  } finally {
    stop()
    process.off('SIGINT', stop).off('SIGTERM', stop)
    log.info('stopped')
  }
}

async function runOn(running: Running, options: RunOptions): Promise<ExitCode> {
  const { io, host, port, dashboard: address, output } = options
  const { work, stopping, log } = running
  const listening = await listen(appOf(running).fetch, { host, port })
  log.info('listening', { url: listening.url })
  const pages = address && (await serveDashboard({ ...running.shown, address }))
  if (output === 'json') io.out(json({ url: listening.url, dashboard: pages?.url }))
  const election = elected(running)
  const working = serve(work)
  try {
    await Promise.race([working, aborted(stopping.signal)])
    log.info('stopping', { role: running.role() })
  } finally {
    stopping.abort()
    await Promise.all([end(running, listening, working), pages?.close(GRACE_MS)])
    await election.end()
  }
  return 0
}

/** Takes nothing in any more, lets what is under way come to its end, and gives back what others wait for. */
async function end({ work, log }: Running, listening: Listening, working: Promise<void>): Promise<void> {
  const patience = new AbortController()
  const late = sleepUntil(GRACE_MS, patience.signal).then(() => 'late' as const)
  const done = working.catch(() => undefined)
  const [outcome] = await Promise.all([Promise.race([done, late]), listening.close(GRACE_MS)])
  patience.abort()
  if (outcome === 'late') log.warn('abandoned', { after: GRACE_MS / 1000 })
  await releaseLock(work.lock.release, log)
}

async function runOnce(running: Running, { io, output }: RunOptions): Promise<ExitCode> {
  const { work, leadership, stopping, log } = running
  const election = elected(running)
  try {
    // The Lease is asked for at once, and the first answer decides.
    if (leadership) await firstElection(leadership.uid, stopping.signal)
    const round = await serveOnce(work)
    if (output === 'json') io.out(json(roundJson(round)))
    return round.isDone ? 0 : 1
  } finally {
    await releaseLock(work.lock.release, log)
    await election.end()
  }
}

function roundJson({ role, attempts }: Round) {
  const pulls = attempts.find((each) => each.name === REVIEWS)?.outcome
  const environments = attempts.filter((each) => each.name !== REVIEWS)
  return {
    role,
    environments: environments.map(({ name, outcome }) => ({ environment: name, outcome })),
    ...(pulls === undefined ? {} : { pulls }),
  }
}

/** The election goes on until all else has ended: what is still written needs the Lease. */
function elected({ leadership, stopping }: Running): { end(): Promise<void> } {
  const over = new AbortController()
  const bugs: unknown[] = []
  const election = leadership?.run(over.signal).catch((bug: unknown) => {
    bugs.push(bug)
    stopping.abort()
  })
  return {
    end: async () => {
      over.abort()
      await election
      if (bugs.length > 0) throw bugs[0]
    },
  }
}

async function firstElection(uid: () => string | undefined, signal: AbortSignal): Promise<void> {
  for (let tried = 0; tried < 50 && uid() === undefined && !signal.aborted; tried++) await sleepUntil(200, signal)
}

async function releaseLock(release: () => Promise<void>, log: Log): Promise<void> {
  try {
    await release()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    log.warn('lock-not-released', { code: error.code, message: error.message })
  }
}

function appOf({ intake, role, metrics, log, queueDepth }: Running) {
  return httpApp({
    take: (delivery) => takeDelivery(delivery, intake),
    role,
    metrics: async () => {
      metrics.set('isthmus_queue_depth', queueDepth())
      return await metrics.text()
    },
    onOversized: (sender) => {
      metrics.add('isthmus_webhooks_total', { sender, outcome: 'oversized' })
      log.warn('webhook-refused', { sender, outcome: 'oversized' })
    },
    onError: (error) => log.error('bug', { message: bugText(error) }),
  })
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
