import { components } from '../../../policies/index.ts'
import type { WebPages } from '../../adapters/web-server/pages.ts'
import type { Board } from '../../flows/dashboard/board.ts'
import { newBoard } from '../../flows/dashboard/board.ts'
import { wakened } from '../../flows/dashboard/live.ts'
import type { Looks } from '../../flows/dashboard/looks.ts'
import { dashboardReader } from '../../flows/dashboard/reader.ts'
import { discover } from '../../flows/discover.ts'
import type { Bell } from '../../model/bell.ts'
import type { Configuration } from '../../model/configuration.ts'
import type { Forge } from '../../model/forge.ts'
import type { Repository } from '../../model/git.ts'
import { noiseRulesWithout } from '../../model/noise-rules.ts'
import type { Source } from '../../model/observation.ts'
import { parseYaml } from '../../stages/render/yaml.ts'
import { putBackCommand } from '../../stages/report/ways-out.ts'
import { ASSETS } from '../../web/assets.ts'
import { renderPage } from '../../web/pages.ts'
import { memoryOf } from '../memory.ts'
import { sleepUntil } from '../source.ts'

export interface DashboardParts {
  readonly repository: Repository
  readonly forge: Forge
  readonly source: Source
  /** What somebody else looked at. */
  readonly looks: Looks
  readonly bell: Bell
  readonly configuration: Configuration
  readonly redactionKey: string | undefined
  /** Only this one; absent: all of the default branch. */
  readonly environment: string | undefined
  /** RFC 3339 UTC. */
  readonly now: () => string
  readonly everyMs: number
  /** For how long a look that somebody else took is as good as a new one. */
  readonly freshMs: number
  readonly onBug: (bug: unknown) => void
  /** Told of each environment that is shown, again and again. */
  readonly onEnvironment?: (environment: string) => void
  /** Another one in each process. */
  readonly life: string
  readonly signal: AbortSignal
  readonly hosts?: readonly string[]
}

/** The names of this machine for itself. */
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]']

/** Names under which pages on an address may be asked: on loopback only its own and that of the proxy in front, so that no site reads them. */
export function hostsOf(host: string, { server }: Configuration): { readonly hosts?: readonly string[] } {
  if (!LOOPBACK.includes(host)) return {}
  const proxy = server.url !== undefined && URL.canParse(server.url) ? [new URL(server.url).hostname] : []
  return { hosts: [...LOOPBACK, ...proxy] }
}

/** What comes within this is one burst; well below the second in which a change is to be seen. */
const SETTLE_MS = 100

/** Pages that are kept up to date from when somebody first looks at them. */
export function livePages(parts: DashboardParts): WebPages {
  const { repository, bell, configuration, environment, everyMs, signal } = parts
  const board = newBoard(parts.life)
  const read = dashboardReader({
    ...parts,
    components,
    memory: memoryOf(repository, configuration.author),
    parseYaml,
    limits: configuration.limits,
    noise: noiseRulesWithout(configuration.drift.noise.disable),
    putBack: putBackCommand,
  })
  const environments = async () => {
    const found = (await discover(repository, components)).merged
    const chosen = environment === undefined ? found : found.filter((each) => each === environment)
    for (const each of chosen) parts.onEnvironment?.(each)
    return chosen
  }
  const live = { board, bell, environments, read, everyMs, settleMs: SETTLE_MS, sleep: sleepUntil, signal }
  return pagesOf(board, wakened(live, parts.onBug), parts)
}

function pagesOf(board: Board, awake: () => Promise<void>, { now, signal, hosts }: DashboardParts): WebPages {
  return {
    page: async (path) => {
      await awake()
      return renderPage(path, board.dashboard(now()))
    },
    assets: ASSETS,
    version: board.version,
    changed: board.changed,
    signal,
    ...(hosts ? { hosts } : {}),
  }
}
