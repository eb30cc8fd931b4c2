import type { IntakeInput } from '../../flows/serve/intake.ts'
import { seenDeliveries } from '../../model/seen-deliveries.ts'
import { sleepUntil } from '../source.ts'
import type { ServerPorts } from './ports.ts'
import { recordTicks } from './record-ticks.ts'
import type { Surroundings } from './surroundings.ts'

/** Deliveries that are known again: two keys each. */
const SEEN_KEYS = 40_000
/** A forge waits for an answer for seconds only. */
const PATIENCE_MS = 800

/** Takes webhooks of the forge, and those of our own form; a forge in a folder sends none. */
export function intakeOf(
  ports: ServerPorts,
  onEvent: IntakeInput['onEvent'],
  { log, metrics, signal, now }: Surroundings,
): IntakeInput {
  const { type } = ports.configuration.forge
  return {
    senders: type === 'local' ? ['generic'] : [type, 'generic'],
    secrets: ports.webhookSecrets,
    seen: seenDeliveries(SEEN_KEYS),
    defaultBranch: ports.repository.defaultBranch,
    now,
    log,
    metrics,
    onEvent,
    recordTicks: (event) => recordTicks(event, ports.forge, now()),
    patience: async () => {
      await sleepUntil(PATIENCE_MS, signal)
      return 'late'
    },
  }
}
