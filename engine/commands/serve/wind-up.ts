import { randomUUID } from 'node:crypto'
import { components } from '../../../policies/index.ts'
import type { Attempted } from '../../flows/serve/worker.ts'
import type { WoundUp } from '../../flows/wind-up.ts'
import { windUp } from '../../flows/wind-up.ts'
import type { Log } from '../../model/log.ts'
import type { AttemptInput } from './attempt.ts'
import { ALERTS_MS } from './attempt.ts'
import { orRetry } from './or-retry.ts'

/** Ends what is left of environments that the default branch no longer has. */
export async function attemptWindUp({ ports, log, now }: AttemptInput): Promise<Attempted> {
  const id = randomUUID().slice(0, 8)
  const { author } = ports.configuration
  const work = async () => {
    // Mostly there is nothing, and a signal is a timer for a minute.
    const deadline = () => AbortSignal.timeout(ALERTS_MS)
    const ended = await windUp({ ...ports, components, author, deadline, now: now() })
    for (const each of ended) tell(id, each, log)
    const refused = ended.flatMap((each) => each.delivered.failed)
    return refused.some((each) => each.failure.retry) ? 'retry' : 'done'
  }
  return await orRetry(work, { log, failed: 'wind-up-failed', about: { id } })
}

function tell(id: string, { environment, withdrawn, delivered }: WoundUp, log: Log): void {
  const about = { id, environment }
  log.info('wound-up', { ...about, withdrawn })
  for (const { alert, chat } of delivered.sent)
    log.info('alert', { ...about, alert: alert.id, chat, title: alert.title })
  for (const { alert, chat, failure } of delivered.failed)
    log.warn('alert-refused', { ...about, alert: alert.id, chat, code: failure.code, message: failure.message })
}
