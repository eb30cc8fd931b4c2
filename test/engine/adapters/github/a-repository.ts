import type { JsonObject } from '../../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../../engine/model/json.ts'
import { ANSWERS, SELF } from './answers-deeds.ts'
import { APP_DEEDS } from './app-deeds.ts'
import type { ARepository, Deed, Kept, Reply } from './kept.ts'
import { keptAs, NAME, NOW, pageOf, pullIn, user } from './kept.ts'
import type { Asked, Operation } from './openapi.ts'
import { leastAnswer, leastSchema } from './openapi.ts'

/** What GitHub does, by operation. */
const DEEDS: Readonly<Record<string, Deed>> = {
  'pulls/list': ({ pulls }, { query }, { id }) => {
    const found = [...pulls]
      .reverse()
      .filter((each) => query.state === 'all' || each.state === (query.state ?? 'open'))
      .filter((each) => query.head === undefined || query.head === `${each.from.split('/')[0]}:${each.head}`)
      .filter((each) => query.base === undefined || query.base === each.base)
    const { page, hasNext } = pageOf(found, query)
    return { status: 200, body: page.map((each) => shown(each, id)), hasNext }
  },
  'pulls/create': ({ pulls, branches }, { body }, { id }) => {
    const [title, head, base, text] = ['title', 'head', 'base', 'body'].map((key) => textAt(body, key) ?? '')
    if (head === undefined || base === undefined || !branches.has(head)) return invalid({ field: 'head' })
    if (pulls.some((each) => each.state === 'open' && each.from === NAME && each.head === head && each.base === base)) {
      const message = `A pull request already exists for platform:${head}.`
      return invalid({ code: 'custom', message })
    }
    const made = keptAs(pulls.length + 1, { head, base, title: title ?? '', body: text ?? '', author: SELF })
    pulls.push(made)
    return { status: 201, body: shown(made, id) }
  },
  'pulls/update': ({ pulls }, { body }, { id, parameters }) => {
    const kept = pullIn(pulls, parameters.pull_number)
    kept.title = textAt(body, 'title') ?? kept.title
    kept.body = textAt(body, 'body') ?? kept.body
    kept.base = textAt(body, 'base') ?? kept.base
    if (textAt(body, 'state') === 'closed' && kept.state === 'open') {
      kept.state = 'closed'
      kept.closedAt = NOW
    }
    return { status: 200, body: shown(kept, id) }
  },
  'issues/set-labels': ({ pulls }, { body }, { parameters }) => {
    const kept = pullIn(pulls, parameters.issue_number)
    kept.labels = listAt(body, 'labels').map(String)
    return { status: 200, body: kept.labels.map(label) }
  },
  'issues/remove-all-labels': ({ pulls }, _, { parameters }) => {
    pullIn(pulls, parameters.issue_number).labels = []
    return { status: 204, body: null }
  },
  ...ANSWERS,
  ...APP_DEEDS,
}

export function perform(repository: ARepository, asked: Asked, operation: Operation): Reply {
  const deed = DEEDS[operation.id]
  if (!deed) throw new Error(`nothing plays ${operation.id}`)
  return deed(repository, asked, operation)
}

function invalid(error: { readonly field?: string; readonly code?: string; readonly message?: string }): Reply {
  const errors = [{ resource: 'PullRequest', code: 'invalid', ...error }]
  return {
    status: 422,
    body: { message: 'Validation Failed', documentation_url: 'https://docs.github.com/rest', errors },
  }
}

const LEAST: Readonly<Record<string, JsonObject>> = {
  'pulls/list': leastSchema('pull-request-simple') as JsonObject,
  'pulls/create': leastAnswer('pulls/create', 201) as JsonObject,
  'pulls/update': leastAnswer('pulls/update', 200) as JsonObject,
}

function shown(kept: Kept, id: string): JsonObject {
  const least = LEAST[id] ?? {}
  const side = (key: 'head' | 'base', ref: string, name: string): JsonObject => {
    const given = at(least, key) as JsonObject
    return { ...given, ref, repo: { ...(at(given, 'repo') as JsonObject), full_name: name } }
  }
  return {
    ...least,
    number: kept.number,
    html_url: `https://github.example/${NAME}/pull/${kept.number}`,
    state: kept.state,
    title: kept.title,
    body: kept.body,
    labels: kept.labels.map(label),
    head: { ...side('head', kept.head, kept.from), sha: kept.sha },
    user: user(kept.author),
    created_at: NOW,
    base: side('base', kept.base, NAME),
    merged_at: kept.mergedAt,
    closed_at: kept.closedAt,
  }
}

function label(name: string): JsonObject {
  return { ...(leastSchema('label') as JsonObject), name, description: '' }
}
