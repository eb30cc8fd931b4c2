/** A terminal that can take back what it shows, and the time; an argument, so that a test can turn both. */
export interface Screen {
  columns(): number
  /** Milliseconds of a clock that never goes back. */
  clock(): number
  /** Calls again and again until what it returns is called. */
  every(ms: number, work: () => void): () => void
}

/** Standard error, where somebody watches it. Logs of a CI keep every line that was ever drawn, even where it lends a terminal. */
export function watchedScreen({ TERM, CI = '' }: NodeJS.ProcessEnv): Screen | undefined {
  if (!process.stderr.isTTY || TERM === 'dumb' || (CI !== '' && CI !== 'false')) return undefined
  return {
    columns: () => process.stderr.columns || 80,
    clock: () => performance.now(),
    every(ms, work) {
      // It keeps no process alive.
      const timer = setInterval(work, ms).unref()
      return () => clearInterval(timer)
    },
  }
}
