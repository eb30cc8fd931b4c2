export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** Port: structured lines about what the server does. `event` is one of a few words that a search can rely on. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}
