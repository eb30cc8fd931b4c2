import type { Log, LogFields } from '../../engine/model/log.ts'

export interface FakeLog extends Log {
  readonly lines: readonly { readonly level: string; readonly event: string; readonly fields: LogFields }[]
  /** Words of the lines, in their order. */
  events(): readonly string[]
}

export function fakeLog(): FakeLog {
  const lines: FakeLog['lines'][number][] = []
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      void lines.push({ level, event, fields })
  return {
    lines,
    events: () => lines.map((each) => each.event),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  }
}
