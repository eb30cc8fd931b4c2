/** A clock that moves only when it is told to, and sleeps that end with it. */
export interface FakeTime {
  now(): string
  nowMs(): number
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** Moves on, sleep by sleep, and lets everything in between run. */
  pass(ms: number): Promise<void>
}

const START = Date.parse('2026-03-04T12:00:00Z')

export function fakeTime(): FakeTime {
  let nowMs = 0
  const sleepers = new Set<{ at: number; wake: () => void }>()
  const settle = async () => {
    for (let i = 0; i < 40; i++) await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    now: () => new Date(START + nowMs).toISOString().replace('.000Z', 'Z'),
    nowMs: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve()
        const sleeper = { at: nowMs + ms, wake: () => end() }
        const end = () => {
          sleepers.delete(sleeper)
          signal.removeEventListener('abort', end)
          resolve()
        }
        sleepers.add(sleeper)
        signal.addEventListener('abort', end)
      }),
    async pass(ms) {
      const until = nowMs + ms
      await settle()
      for (;;) {
        const next = [...sleepers].sort((a, b) => a.at - b.at)[0]
        if (!next || next.at > until) break
        nowMs = Math.max(nowMs, next.at)
        next.wake()
        await settle()
      }
      nowMs = until
      await settle()
    },
  }
}
