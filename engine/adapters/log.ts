import { pino } from 'pino'
import type { Log, LogFields } from '../model/log.ts'
import { redactText } from '../model/redact.ts'
import { visibleLines } from '../model/visible.ts'

export interface LogOptions {
  /** Takes one line with its end. */
  readonly write: (line: string) => void
  /** RFC 3339 UTC. */
  readonly now: () => string
  /** Whether what is usual is told as well. */
  readonly quiet: boolean
}

const LONGEST = 1000
/** So much is looked at for secrets: one that is cut in the middle is known by its end. */
const LOOKED_AT = 8 * LONGEST

/** Lines of JSON, by pino. Every text passes redaction here: what looks like a secret is not written, whoever logs it. */
export function jsonLog({ write, now, quiet }: LogOptions): Log {
  const logger = pino(
    {
      level: quiet ? 'warn' : 'info',
      base: null,
      messageKey: 'event',
      timestamp: () => `,"time":"${now()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  )
  return {
    info: (event, fields) => logger.info(shown(fields), event),
    warn: (event, fields) => logger.warn(shown(fields), event),
    error: (event, fields) => logger.error(shown(fields), event),
  }
}

function shown(fields: LogFields = {}): LogFields {
  const shownText = (text: string) => redactText(visibleLines(text).slice(0, LOOKED_AT)).slice(0, LONGEST)
  const entries = Object.entries(fields).map(([key, value]) => {
    if (typeof value === 'string') return [key, shownText(value)] as const
    return [key, Array.isArray(value) ? value.map((each) => shownText(String(each))) : value] as const
  })
  return Object.fromEntries(entries)
}
