import type { Forge } from '../../../../engine/model/forge.ts'
import { taskItems, tickItem } from '../../../../engine/model/forge.ts'
import type { ForgeSubject } from '../../../contracts/forge.ts'
import { noon } from '../../../contracts/scratch-repository.ts'
import type { ARepository } from './a-repository.ts'
import { commentAs, NAME, openPull, pullAt } from './a-repository.ts'
import type { AServer } from './a-server.ts'

export interface ServedSubject<S extends Served> extends ForgeSubject {
  readonly server: S
  readonly repository: ARepository
  /** How long the adapter waited, each time; nobody really waits. */
  readonly waits: readonly number[]
}

interface Served extends AServer {
  readonly repository: ARepository
}

/** What an adapter for a REST API is given. */
export interface ServedOptions {
  readonly url: string
  readonly repository: string
  readonly token: () => Promise<string>
  readonly now: () => string
  readonly sleep: (milliseconds: number) => Promise<void>
}

/** An adapter for a server on loopback, and the people on it. */
export function servedSubject<S extends Served>(
  server: S,
  token: string,
  forgeOf: (options: ServedOptions) => Forge,
): ServedSubject<S> {
  const { repository } = server
  const waits: number[] = []
  const sleep = async (milliseconds: number) => void waits.push(milliseconds)
  const options = { url: server.url, repository: NAME, token: async () => token, now: () => noon, sleep }
  return {
    forge: forgeOf(options),
    server,
    repository,
    waits,
    people: { writer: 'ada', outsider: 'mallory' },
    comment: async (number, by, text) => void commentAs(repository, pullAt(repository, number), by, text),
    openPull: async (head, isFork) => openPull(repository, { head, title: 'By hand', isFork }).number,
    checksOn: async (commit) => repository.statuses.filter((each) => each.commit === commit),
    tickFirst: async (number) => {
      const pull = pullAt(repository, number)
      // The editor of a web page writes the line breaks of HTTP.
      pull.body = taskItems(pull.body).slice(0, 1).reduce(tickItem, pull.body).replaceAll('\n', '\r\n')
    },
    closeByHand: async (number) => {
      Object.assign(pullAt(repository, number), { state: 'closed', endedAt: noon })
    },
    reopenByHand: async (number) => {
      Object.assign(pullAt(repository, number), { state: 'open', endedAt: undefined })
    },
  }
}
