import { bareRepository } from '../adapters/git/bare-repository.ts'
import { openClone, openRepository } from '../adapters/git.ts'
import type { Pull } from '../adapters/local-forge/pull-files.ts'
import type { LocalForge } from '../adapters/local-forge.ts'
import { localForge } from '../adapters/local-forge.ts'
import { Failure } from '../model/failure.ts'
import type { Author } from '../model/git.ts'
import { didYouMean } from '../model/suggest.ts'
import { visibleLines } from '../model/visible.ts'
import { configurationIn } from './configuration.ts'
import { deedLine, pullPage, pullsTable } from './pulls/words.ts'
import type { CommandDefinition } from './register.ts'

const ACTIONS = ['list', 'show', 'diff', 'open', 'comment', 'tick', 'merge', 'close', 'reopen'] as const
export type PullsAction = (typeof ACTIONS)[number]

export const pullsCommand: CommandDefinition = {
  usage: 'pulls [action] [number] [text...]',
  summary: `pull requests of the local forge: ${ACTIONS.join(', ')}`,
  words: ACTIONS,
  options: [['--as <name>', 'who does it: a name, or "Name <address>" (default: user.name of Git)']],
  examples: [
    ['isthmus pulls', 'all of them, newest first'],
    ['isthmus pulls show 1', 'the text, the boxes, the comments'],
    ['isthmus pulls diff 1', 'what it changes'],
    ['isthmus pulls open faster Vault on larger disks', 'a pull request of your own, from a branch that was pushed'],
    ['isthmus pulls tick 2 1', 'tick its first box'],
    ['isthmus pulls merge 1', 'merge it'],
  ],
  isConfigured: true,
  async run({ io, common, args, options }) {
    const [action = 'list', ...more] = args
    const [number, ...text] = action === 'open' ? [undefined, ...more] : more
    await mustBeLocal(common.directory)
    const { text: printed, json } = await runPulls({
      directory: common.directory,
      variables: io.env,
      action: actionOf(action),
      now: io.now(),
      ...(number === undefined ? {} : { number: numberOf(number) }),
      ...(text.length === 0 ? {} : { text: text.join(' ') }),
      ...(typeof options.as === 'string' ? { as: options.as } : {}),
    })
    io.out(common.output === 'json' ? `${JSON.stringify(json, null, 2)}\n` : printed)
    return 0
  },
}

/** Elsewhere people have pages of their own, with names and rights that this command would go around. */
async function mustBeLocal(directory: string): Promise<void> {
  const { type } = (await configurationIn(directory)).forge
  if (type === 'local') return
  throw new Failure('forge/not-local', `the pull requests of this repository are on ${type}`, {
    hint: `review them there; \`isthmus pulls\` is for forge: { type: local }`,
  })
}

export interface PullsRequest {
  readonly directory: string
  /** Environment variables for Git. */
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly action: PullsAction
  readonly number?: number
  readonly text?: string
  /** A name, or `Name <address>`. */
  readonly as?: string
  /** RFC 3339 UTC. */
  readonly now: string
}

/** Does one thing with the local forge beside the repository's origin, and says what to print. */
export async function runPulls(request: PullsRequest): Promise<{ readonly text: string; readonly json: unknown }> {
  const { directory, variables, action, now } = request
  const clone = await openClone({ directory, variables })
  const bare = bareRepository({ directory: clone.root, origin: clone.origin, variables })
  const forge = localForge({ bare, now: () => now })
  if (action === 'list') {
    const pulls = await forge.list()
    return { text: pullsTable(pulls), json: { pulls } }
  }
  const by = async () => authorOf(request.as) ?? (await clone.person()) ?? NOBODY
  if (action === 'open') {
    const [branch = '', ...title] = mustHave(request.text, 'say which branch').trim().split(/\s+/)
    const { defaultBranch } = await openRepository({ directory, variables })
    const pull = await forge.open(branch, defaultBranch, title.join(' ') || branch, await by())
    return { text: deedLine(pull, action, undefined), json: pull }
  }
  const number = request.number ?? (await onlyOpen(forge))
  if (action === 'show') {
    const pull = await forge.show(number)
    const head = pull.merged?.head ?? (await bare.tip(pull.branch))
    const checks = head === undefined ? [] : await forge.checksOn(head)
    return { text: pullPage(pull, checks), json: { ...pull, checks } }
  }
  if (action === 'diff') {
    const diff = await forge.diff(number)
    return { text: visibleLines(diff), json: { number, diff } }
  }
  const pull = await doDeed(forge, action, number, request.text, await by())
  return { text: deedLine(pull, action, request.text), json: pull }
}

const NOBODY: Author = { name: 'somebody', email: 'somebody@localhost' }

function doDeed(
  forge: LocalForge,
  action: Exclude<PullsAction, 'list' | 'show' | 'diff' | 'open'>,
  number: number,
  text: string | undefined,
  by: Author,
): Promise<Pull> {
  if (action === 'comment') return forge.comment(number, mustHave(text, 'a comment needs a text'), by)
  if (action === 'tick') return forge.tick(number, mustHave(text, 'say which box'), by)
  return forge[action](number, by)
}

async function onlyOpen(forge: LocalForge): Promise<number> {
  const open = (await forge.list()).filter((each) => each.state === 'open')
  const [first] = open
  if (first && open.length === 1) return first.number
  const which = open.length === 0 ? 'no pull request is open' : `open are ${open.map((each) => each.number).join(', ')}`
  throw usage(`which pull request? ${which}`, 'Name its number, as `isthmus pulls list` shows it.')
}

function actionOf(text: string): PullsAction {
  const action = ACTIONS.find((each) => each === text)
  if (action) return action
  const meant = didYouMean(text, ACTIONS)
  throw usage(
    `there is no action ${text}`,
    meant === undefined ? `There are: ${ACTIONS.join(', ')}` : `Did you mean ${meant}?`,
  )
}

function numberOf(text: string): number {
  const number = /^#?(\d{1,9})$/.exec(text)?.[1]
  if (number !== undefined) return Number(number)
  throw usage(`${text} is no number of a pull request`, 'Name its number, as `isthmus pulls list` shows it.')
}

function authorOf(text: string | undefined): Author | undefined {
  if (text === undefined) return undefined
  const [, name, email] = /^(.*?)\s*<([^<>]+)>$/.exec(text) ?? []
  if (name !== undefined && email !== undefined) return { name, email }
  const local = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '.')
    .replaceAll(/^\.|\.$/g, '')
  return { name: text, email: `${local || 'somebody'}@localhost` }
}

function mustHave(text: string | undefined, message: string): string {
  if (text !== undefined && text.trim() !== '') return text
  throw usage(message, 'See `isthmus pulls --help`.')
}

function usage(message: string, hint: string): Failure {
  return new Failure('usage/pulls', message, { hint })
}
