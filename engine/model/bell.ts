/** Wakes whoever waits, and says why. Rung while nobody waits, it is remembered: a thousand rings are one. */
export interface Bell {
  ring(reason: string): void
  /** Why it was rung since the last time, as soon as it was; empty where the signal aborted. */
  rung(signal: AbortSignal): Promise<readonly string[]>
  isRung(): boolean
}

const MOST_REASONS = 20

export function newBell(): Bell {
  const waiting = new Set<() => void>()
  const reasons = new Set<string>()
  return {
    ring(reason) {
      if (reasons.size < MOST_REASONS) reasons.add(reason)
      for (const wake of [...waiting]) wake()
    },
    async rung(signal) {
      if (reasons.size === 0 && !signal.aborted) await woken(waiting, signal)
      if (signal.aborted) return []
      const why = [...reasons]
      reasons.clear()
      return why
    },
    isRung: () => reasons.size > 0,
  }
}

/** Waits until somebody calls all that is in `waiting`, or the signal. */
export async function woken(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const wake = () => {
      waiting.delete(wake)
      signal.removeEventListener('abort', wake)
      resolve()
    }
    waiting.add(wake)
    signal.addEventListener('abort', wake)
  })
}
