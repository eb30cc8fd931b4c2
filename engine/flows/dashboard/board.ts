import { woken } from '../../model/bell.ts'
import type { Dashboard, DashboardProblem, EnvironmentView } from '../../model/dashboard.ts'
import type { EnvironmentRead } from '../dashboard.ts'

/** What the pages show now, and a way to wait for it to change. */
export interface Board {
  dashboard(asOf: string): Dashboard
  version(): string
  /** Those that are shown. */
  environments(): readonly string[]
  /** The version that follows `since`; the same one where the signal aborted first. */
  changed(since: string, signal: AbortSignal): Promise<string>
  put(read: EnvironmentRead): void
  /** What could not be read stays as it was last seen, with the reason beside it. */
  fail(problem: DashboardProblem): void
  /** Only these are there: whatever is not about one of them is over. */
  keep(environments: readonly string[]): void
}

/** `life` is another one in each process, so that no page takes the version of an earlier one for its own. */
export function newBoard(life: string): Board {
  const views = new Map<string, EnvironmentView>()
  const problems = new Map<string, readonly DashboardProblem[]>()
  const { version, changed, tell } = versions(life)
  return {
    version,
    changed,
    environments: () => [...views.keys()],
    dashboard: (asOf) => ({
      version: version(),
      asOf,
      environments: [...views.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      problems: [...problems.values()].flat(),
    }),
    put({ view, problems: found }) {
      views.set(view.name, view)
      problems.set(view.name, found)
      tell()
    },
    fail(problem) {
      const about = problem.environment ?? ''
      const isSame = problems.get(about)?.[0]?.message === problem.message
      problems.set(about, [problem])
      if (!isSame) tell()
    },
    keep(environments) {
      const gone = new Set([...views.keys(), ...problems.keys()].filter((each) => !environments.includes(each)))
      for (const each of gone) {
        views.delete(each)
        problems.delete(each)
      }
      if (gone.size > 0) tell()
    },
  }
}

function versions(life: string): Pick<Board, 'version' | 'changed'> & { tell(): void } {
  const waiting = new Set<() => void>()
  const state = { changes: 0 }
  const version = () => `${life}-${state.changes}`
  return {
    version,
    tell() {
      state.changes += 1
      for (const wake of [...waiting]) wake()
    },
    async changed(since, signal) {
      if (version() === since && !signal.aborted) await woken(waiting, signal)
      return version()
    },
  }
}
