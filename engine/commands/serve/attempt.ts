import { randomUUID } from 'node:crypto'
import { components } from '../../../policies/index.ts'
import type { Reconciled } from '../../flows/reconcile.ts'
import { reconcile } from '../../flows/reconcile.ts'
import type { Attempted } from '../../flows/serve/worker.ts'
import type { Configuration } from '../../model/configuration.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { Failure } from '../../model/failure.ts'
import type { Log } from '../../model/log.ts'
import type { Metrics } from '../../model/metrics.ts'
import type { InTurn } from '../../model/proposal-limits.ts'
import { parseYaml } from '../../stages/render/yaml.ts'
import { memoryOf } from '../memory.ts'
import { packageVersion } from '../package.ts'
import { termsOf } from '../ports/forge.ts'
import { orRetry } from './or-retry.ts'
import type { ServerPorts } from './ports.ts'
import { tellMetrics, tellOutcome } from './tell.ts'

export interface AttemptInput {
  readonly ports: ServerPorts
  /** As the default branch has it now. */
  readonly settings: () => Configuration
  readonly log: Log
  readonly metrics: Metrics
  /** RFC 3339 UTC. */
  readonly now: () => string
  readonly nowMs: () => number
  /** Writing is no longer ours: somebody has to look whose it is. */
  readonly onLost: () => void
  /** The approvals of all that is open, checked once for all environments that ask meanwhile. */
  readonly approvals: () => Promise<unknown>
  /** Environments that are worked on at once open their proposals in it. */
  readonly opening: InTurn
  /** Told of what the look came to. */
  readonly onReport?: (report: ExceptedReport) => void
}

/** A chat that is slow does not hold up the rest of the work for longer. */
export const ALERTS_MS = 60_000

/** One reconciliation of an environment, logged and counted. A bug in one environment holds up no other. */
export async function attempt(
  environment: string,
  reasons: readonly string[],
  input: AttemptInput,
): Promise<Attempted> {
  const { log, metrics, nowMs } = input
  const id = randomUUID().slice(0, 8)
  const began = nowMs()
  log.info('reconcile', { id, environment, because: reasons })
  const work = () => reconciled(id, environment, input)
  const outcome = await orRetry(work, { log, failed: 'reconcile-failed', about: { id, environment } })
  const seconds = (nowMs() - began) / 1000
  metrics.add('isthmus_reconciles_total', { environment, outcome })
  metrics.observe('isthmus_reconcile_seconds', seconds, { environment })
  if (outcome === 'done') {
    metrics.set('isthmus_last_success_timestamp_seconds', Date.parse(input.now()) / 1000, { environment })
  }
  log.info('reconciled', { id, environment, outcome, seconds: Math.round(seconds * 1000) / 1000 })
  return outcome
}

async function reconciled(id: string, environment: string, input: AttemptInput): Promise<Attempted> {
  const { ports, log, metrics } = input
  const { repository, configuration } = ports
  const { author } = configuration
  const settings = input.settings()
  const result = await reconcile(environment, {
    ...ports,
    drift: settings.drift,
    limits: settings.limits,
    terms: { ...termsOf(settings), inTurn: input.opening },
    dashboard: settings.server.url,
    deadline: () => AbortSignal.timeout(ALERTS_MS),
    components,
    author,
    version: packageVersion(),
    memory: memoryOf(repository, author),
    approvals: input.approvals,
    parseYaml,
    now: input.now(),
  })
  if (result.report) input.onReport?.(result.report)
  tellOutcome(id, environment, result, log)
  tellMetrics(environment, result, metrics)
  if (result.failed.some((each) => isLost(each.failure))) input.onLost()
  return outcomeOf(result)
}

function isLost({ code }: Failure): boolean {
  return code === 'lock/lost' || code === 'lease/lost'
}

/** An alert that a chat did not take is tried again soon, whatever else went well. */
function outcomeOf({ failed, published, delivered }: Reconciled): Attempted {
  const owed = [...(published?.alerts.failed ?? []), ...(delivered?.failed ?? [])]
  if ([...failed, ...owed].some((each) => each.failure.retry)) return 'retry'
  return failed.length > 0 ? 'failed' : 'done'
}
