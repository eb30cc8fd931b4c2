import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import { watchFolder } from '../adapters/folder-watch.ts'
import type { GitRepository } from '../adapters/git.ts'
import { looksOf } from '../flows/dashboard/looks.ts'
import { newBell } from '../model/bell.ts'
import type { Configuration } from '../model/configuration.ts'
import { Failure } from '../model/failure.ts'
import type { Source } from '../model/observation.ts'
import { unseen } from '../model/observation.ts'
import { configurationIn } from './configuration.ts'
import { secondsOf } from './every.ts'
import type { Io } from './io.ts'
import { forgeFor } from './ports/forge.ts'
import { repositoryIn } from './ports.ts'
import { redactionKeyFor } from './redaction-key.ts'
import type { Call, CommandDefinition } from './register.ts'
import { watchedChanges } from './serve/watched-changes.ts'
import { addressOf } from './serve.ts'
import { SOURCE_OPTIONS, sourceFrom } from './source.ts'

/** Where the pages are, unless somebody says otherwise. */
const DEFAULT_ADDRESS = '127.0.0.1:8090'

export const dashboardCommand: CommandDefinition = {
  usage: 'dashboard',
  isEndless: true,
  summary: 'pages of the platform on this machine: regions, quorums, drifts, waves; read-only, until stopped',
  options: [
    ...SOURCE_OPTIONS,
    ['--every <seconds>', 'how often the source is looked at; changed files are seen at once (default: 15)'],
    ['--listen <address>', `where the pages are, HOST:PORT or PORT (default: ${DEFAULT_ADDRESS})`],
  ],
  examples: [
    ['isthmus dashboard --from must-gather', 'what is merged beside a snapshot'],
    ['isthmus dashboard --from hub --every 30', 'the hub, as it changes'],
    ['isthmus dashboard', 'what is merged, without a look at any cluster'],
  ],
  isConfigured: true,
  async run(call) {
    const { io, common, options } = call
    const stopping = new AbortController()
    const { signal } = stopping
    const bell = newBell()
    const configuration = await configurationIn(common.directory)
    const source = sourceOf(call, configuration)
    const looks = looksOf(source, () => bell.ring('a look'))
    const repository = await repositoryIn(common.directory, io)
    const { host, port } = addressOf(options.listen, DEFAULT_ADDRESS)
    const { livePages, hostsOf } = await import('./dashboard/live-pages.ts')
    const redactionKey = await redactionKeyFor(configuration, io)
    const bug = bugTold(io)
    const following = { repository, source: looks.source, redactionKey, configuration }
    const pages = livePages({
      repository,
      forge: forgeFor(common.directory, repository, configuration, io),
      source,
      looks,
      bell,
      configuration,
      redactionKey,
      environment: common.environment,
      now: () => io.now(),
      everyMs: secondsOf(options.every, 15) * 1000,
      freshMs: source.follow ? Number.POSITIVE_INFINITY : 0,
      life: randomUUID().slice(0, 8),
      onBug: bug,
      ...(source.follow ? { onEnvironment: followed(following, () => io.now(), signal, bug) } : {}),
      signal,
      ...hostsOf(host, configuration),
    })
    for (const folder of watched(call, repository)) watchFolder(folder, () => bell.ring('files'), signal)
    const { showPages } = await import('./dashboard/show-pages.ts')
    return await showPages(pages, {
      io,
      host,
      port,
      stopping,
      output: common.output,
      quiet: common.quiet,
      onBug: bug,
    })
  },
}

/** Without `--from` nobody is asked, and every cluster says so. */
function sourceOf({ options, common, io }: Call, { hub }: Configuration): Source {
  if (options.from !== undefined) return sourceFrom({ options, directory: common.directory, io, hub })
  const reason = 'no source was named: start it with --from hub, --from contexts or --from DIR'
  return {
    name: 'no source',
    observe: async (clusters, observedAt) => ({
      source: 'no source',
      observedAt,
      clusters: unseen(clusters, reason),
    }),
  }
}

/** Folders in which a change may be news: the snapshot, the refs of the clone, and its origin where that is a folder too. */
function watched({ options, common }: Call, { root, origin }: GitRepository): readonly string[] {
  const { from } = options
  const snapshot = typeof from === 'string' && from !== 'hub' && from !== 'contexts'
  const local = origin !== undefined && !/^[\w.+-]+:|@/.test(origin) ? resolve(root, origin) : undefined
  return [
    ...(snapshot ? [resolve(common.directory, from)] : []),
    join(root, '.git', 'refs'),
    ...(local === undefined ? [] : [join(local, 'refs'), `${local.replace(/\.git$/, '')}.pulls`]),
  ]
}

/** Follows each environment once; every look is kept on its way, and what it comes to is worked out for the pages. */
function followed(
  ports: Parameters<typeof watchedChanges>[0],
  now: () => string,
  signal: AbortSignal,
  onBug: (bug: unknown) => void,
): (environment: string) => void {
  const known = new Set<string>()
  const changes = watchedChanges(ports, now)
  const attempt = async (environment: string) => {
    try {
      for await (const _ of changes(environment, signal)) if (signal.aborted) return
    } catch (error) {
      known.delete(environment)
      if (!(error instanceof Failure)) onBug(error)
    }
  }
  return (environment) => {
    if (known.has(environment)) return
    known.add(environment)
    void attempt(environment)
  }
}

function bugTold(io: Io): (bug: unknown) => void {
  return (bug) => io.err(`${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}\n`)
}
