import { components } from '../../../policies/index.ts'
import type { WebPages } from '../../adapters/web-server/pages.ts'
import type { Board } from '../../flows/dashboard/board.ts'
import { newBoard } from '../../flows/dashboard/board.ts'
import type { LiveInput } from '../../flows/dashboard/live.ts'
import type { Looks } from '../../flows/dashboard/looks.ts'
import { dashboardReader } from '../../flows/dashboard/reader.ts'
import { discover } from '../../flows/discover.ts'
import type { Bell } from '../../flows/serve/bell.ts'
import type { Configuration } from '../../model/configuration.ts'
import type { Forge } from '../../model/forge.ts'
import type { Repository } from '../../model/git.ts'
import { noiseRulesWithout } from '../../model/noise-rules.ts'
import { parseYaml } from '../../stages/render/yaml.ts'
import { putBackCommand } from '../../stages/report/ways-out.ts'
import { ASSETS } from '../../web/assets.ts'
import { renderPage } from '../../web/pages.ts'
import { memoryOf } from '../memory.ts'
import { sleepUntil } from '../source.ts'

export interface DashboardParts {
  readonly repository: Repository
  readonly forge: Forge
  readonly looks: Looks
  readonly bell: Bell
  readonly configuration: Configuration
  readonly redactionKey: string | undefined
  /** Only this one; absent: all of the default branch. */
  readonly environment: string | undefined
  /** RFC 3339 UTC. */
  readonly now: () => string
  readonly everyMs: number
  /** Another one in each process. */
  readonly life: string
  readonly signal: AbortSignal
  readonly hosts?: readonly string[]
}

/** What comes within this is one burst; well below the second in which a change is to be seen. */
const SETTLE_MS = 100

/** A board that is kept up to date, and the pages that show it. */
export function liveDashboard(parts: DashboardParts): { readonly live: LiveInput; readonly pages: WebPages } {
  const { repository, looks, bell, configuration, environment, now, everyMs, signal } = parts
  const board = newBoard(parts.life)
  const read = dashboardReader({
    ...parts,
    source: looks.source,
    newest: looks.newest,
    freshMs: everyMs,
    components,
    memory: memoryOf(repository, configuration.author),
    parseYaml,
    limits: configuration.limits,
    noise: noiseRulesWithout(configuration.drift.noise.disable),
    putBack: putBackCommand,
  })
  const environments = async () => {
    const found = (await discover(repository, components)).merged
    return environment === undefined ? found : found.filter((each) => each === environment)
  }
  const live = { board, bell, environments, read, everyMs, settleMs: SETTLE_MS, sleep: sleepUntil, signal }
  return { live, pages: pagesOf(board, now, parts) }
}

function pagesOf(board: Board, now: () => string, { signal, hosts }: DashboardParts): WebPages {
  return {
    page: (path) => renderPage(path, board.dashboard(now())),
    assets: ASSETS,
    version: board.version,
    changed: board.changed,
    signal,
    ...(hosts ? { hosts } : {}),
  }
}
