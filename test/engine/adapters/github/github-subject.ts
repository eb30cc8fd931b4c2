import type { GithubOptions } from '../../../../engine/adapters/github/desk.ts'
import { githubForge } from '../../../../engine/adapters/github.ts'
import type { Forge } from '../../../../engine/model/forge.ts'
import { taskItems, tickItem } from '../../../../engine/model/forge.ts'
import type { ForgeSubject } from '../../../contracts/forge.ts'
import { noon } from '../../../contracts/scratch-repository.ts'
import type { AGithub } from './a-github.ts'
import { aGithub, TOKEN } from './a-github.ts'
import { commentAs } from './answers-deeds.ts'
import { keptAs, NAME } from './kept.ts'

export interface GithubSubject extends ForgeSubject {
  readonly github: AGithub
  /** How long the adapter waited, each time; nobody really waits. */
  readonly waits: readonly number[]
}

/** The adapter, for a GitHub Enterprise Server on loopback. */
export async function githubSubject(more: Partial<GithubOptions> = {}): Promise<GithubSubject> {
  const github = await aGithub('isthmus/drift-gdw', 'isthmus/change-gdw')
  const waits: number[] = []
  const sleep = async (milliseconds: number) => void waits.push(milliseconds)
  const credentials = { token: async () => TOKEN }
  const forge: Forge = githubForge({ url: github.url, repository: NAME, credentials, now: () => noon, sleep, ...more })
  return {
    forge,
    github,
    waits,
    people: { writer: 'ada', outsider: 'mallory' },
    comment: async (number, by, text) => {
      commentAs(github, github.pull(number), by, text)
    },
    openPull: async (branch, isFork) => {
      const number = github.pulls.length + 1
      github.pulls.push(
        keptAs(number, { head: branch, title: 'By hand', ...(isFork ? { from: 'mallory/desired-state' } : {}) }),
      )
      return number
    },
    checksOn: async (commit) =>
      github.statuses
        .filter((each) => each.sha === commit)
        .map(({ context, state, description }) => ({ name: context, state, summary: description })),
    tickFirst: async (number) => {
      const pull = github.pull(number)
      // The editor of the web page writes the line breaks of HTTP.
      pull.body = taskItems(pull.body).slice(0, 1).reduce(tickItem, pull.body).replaceAll('\n', '\r\n')
    },
    closeByHand: async (number) => {
      Object.assign(github.pull(number), { state: 'closed', closedAt: noon })
    },
    reopenByHand: async (number) => {
      Object.assign(github.pull(number), { state: 'open', closedAt: null })
    },
  }
}
