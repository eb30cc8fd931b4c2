import type { Bell } from '../../model/bell.ts'
import { newBell } from '../../model/bell.ts'

/** What waits to be done, a bell for each environment: whatever is asked while it waits is one piece of work. */
export interface WorkQueue {
  ask(environment: string, reason: string): void
  /** Why there is work, as soon as there is some; empty where the signal aborted. */
  take(environment: string, signal: AbortSignal): Promise<readonly string[]>
  /** Environments that wait. */
  depth(): number
}

export function workQueue(): WorkQueue {
  const bells = new Map<string, Bell>()
  const bellOf = (environment: string) => {
    const bell = bells.get(environment) ?? newBell()
    bells.set(environment, bell)
    return bell
  }
  return {
    ask: (environment, reason) => bellOf(environment).ring(reason),
    take: (environment, signal) => bellOf(environment).rung(signal),
    depth: () => [...bells.values()].filter((each) => each.isRung()).length,
  }
}
