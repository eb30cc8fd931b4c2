import type { Alert } from './chat.ts'
import type { DriftReport } from './drift.ts'
import type { Json } from './json.ts'
import { canonical } from './json.ts'
import { digest } from './names.ts'

/** Port: a dead man's switch, which raises the alarm where it is not told for a while that all goes on. */
export interface Heartbeat {
  readonly name: string
  /** Resolves when it was taken. */
  beat(sign: Alert): Promise<void>
}

/** Who is told that somebody looks. */
export interface Pulse {
  readonly heartbeat?: Heartbeat
  /** Name of a chat, told this often; one that forgets what is not repeated is told each time. */
  readonly chat?: { readonly name: string; readonly everyHours: number }
}

/** What is said after a look; undefined where no cluster was seen: such a look proves nothing. */
export function signOfLife(report: DriftReport, now: string): Alert | undefined {
  const { environment, clusters, drifts } = report
  const seen = clusters.filter((each) => each.state !== 'unknown').length
  if (seen === 0) return undefined
  const life = digest(canonical([environment, 'alive']), 16)
  return {
    id: digest(canonical([environment, 'alive', now]), 16),
    event: 'alive',
    environment,
    severity: 'low',
    title: `${environment}: ${seen} of ${clusters.length} clusters seen`,
    lines: [drifts.length === 0 ? 'No drift is open' : `Open drifts: ${drifts.length}`],
    time: now,
    life,
    since: now,
  }
}

/** The sign with an id that is the same for all of one turn, or undefined where that turn was told. `last`: RFC 3339. */
export function signOfTurn(sign: Alert, everyHours: number, last: string | undefined): Alert | undefined {
  const everyMs = everyHours * 3_600_000
  const turn = (time: string) => Math.floor(Date.parse(time) / everyMs)
  if (last !== undefined && turn(last) >= turn(sign.time)) return undefined
  const about: readonly Json[] = [sign.environment, 'alive', everyHours, turn(sign.time)]
  return { ...sign, id: digest(canonical(about), 16) }
}
