import type { Json } from '../../model/json.ts'
import { textAt } from '../../model/json.ts'
import type { Check } from '../../model/review.ts'
import { untrusted } from './client.ts'
import type { Desk } from './place.ts'

const WORDS = { pending: 'pending', success: 'success', failure: 'failed' } as const
const UNDER_WAY: readonly (string | undefined)[] = ['created', 'pending', 'running']

/** A commit status, which has neither text nor annotations. */
export async function setCheck(desk: Desk, { name, commit, state, summary, url }: Check): Promise<void> {
  const known = await newestOf(desk, commit, name)
  const status = textAt(known, 'status')
  const isSameState = state === 'pending' ? UNDER_WAY.includes(status) : status === WORDS[state]
  const isSameText = textAt(known, 'description') === summary && (textAt(known, 'target_url') ?? undefined) === url
  // GitLab refuses a word that a status under way has said already; from running there is no other one.
  if (isSameState && (isSameText || status === 'running')) return
  const word = state === 'pending' && isSameState ? 'running' : WORDS[state]
  const { commits } = await desk.resources()
  const target = url === undefined ? {} : { targetUrl: url }
  await commits.editStatus(desk.project, commit, word, { name, description: summary, ...target })
}

async function newestOf({ project, resources }: Desk, commit: string, name: string): Promise<Json | undefined> {
  const { commits } = await resources()
  const asked = { name, orderBy: 'id', sort: 'desc', perPage: 20, page: 1 } as const
  const found = untrusted(await commits.allStatuses(project, commit, asked))
  return Array.isArray(found) ? found.find((each: Json) => textAt(each, 'name') === name) : undefined
}
