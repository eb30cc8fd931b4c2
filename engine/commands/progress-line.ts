import type { Progress } from '../model/progress.ts'
import { visible } from '../model/visible.ts'
import type { Io } from './io.ts'
import type { Screen } from './screen.ts'

/** Work that is over sooner shows nothing. */
const PATIENCE_MS = 2000
/** How often the seconds move while nothing else does. */
const TICK_MS = 1000
/** Many steps in a moment are drawn once. */
const PAUSE_MS = 100
const BAR = 20
/** Up to the line that was drawn, and erase it. */
const ERASE = '\u001b[1A\u001b[2K\r'

interface Work {
  readonly began: number
  readonly stop: () => void
  state: { readonly done: number; readonly total: number; readonly what: string }
  drawnAt: number | undefined
}

/** What a command gets: its outputs take the line away before they write. `close` ends it whatever became of the command. */
export function withProgress(io: Io, screen: Screen): { readonly io: Io; close(): void } {
  let work: Work | undefined
  let isClosed = false
  const erase = () => {
    if (work?.drawnAt !== undefined) io.err(ERASE)
    if (work !== undefined) work.drawnAt = undefined
  }
  const draw = () => {
    const now = screen.clock()
    if (work === undefined || now - work.began < PATIENCE_MS) return
    erase()
    // The cursor waits below the line, at its beginning: an interrupt needs nothing to be put right, even in the middle of computing.
    io.err(`${lineOf(work.state, Math.floor((now - work.began) / 1000), screen.columns())}\n`)
    work.drawnAt = now
  }
  const end = () => {
    erase()
    work?.stop()
    work = undefined
  }
  const begin = (state: Work['state']): Work => ({
    began: screen.clock(),
    stop: screen.every(TICK_MS, draw),
    state,
    drawnAt: undefined,
  })
  const progress: Progress = {
    step(done, total, what) {
      // What a failed command left behind may still go on for a while.
      if (isClosed) return
      if (total > 0 && done >= total) return end()
      work ??= begin({ done, total, what })
      work.state = { done, total, what }
      if (work.drawnAt === undefined || screen.clock() - work.drawnAt >= PAUSE_MS) draw()
    },
    end,
  }
  const clearing = (write: (text: string) => void) => (text: string) => {
    erase()
    write(text)
  }
  const close = () => {
    end()
    isClosed = true
  }
  return { io: { ...io, progress, out: clearing(io.out), err: clearing(io.err) }, close }
}

/** Plain ASCII without colour, a column short of the width: what is wider than it looks, or wraps, could not be erased. */
function lineOf({ done, total, what }: Work['state'], seconds: number, columns: number): string {
  const filled = total > 0 ? Math.round((BAR * Math.min(done, total)) / total) : 0
  const bar = total > 0 ? `[${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}] ${done}/${total}` : `${done}`
  const text = `${bar} ${seconds} s  ${visible(what).replaceAll(/[^ -~]/g, '?')}`
  return text.slice(0, Math.max(0, columns - 1))
}
