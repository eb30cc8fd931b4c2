import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Failure } from '../../model/failure.ts'
import type { Proposal } from '../../model/forge.ts'
import { markerOf } from '../../model/forge.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, listAt, parsedJson, textAt } from '../../model/json.ts'

/** Who did something, and when (RFC 3339 UTC). */
export interface Deed {
  readonly by: string
  readonly at: string
}

/** A pull request as it lies in `<number>.json`. */
export interface Pull {
  readonly number: number
  /** Who opened it, where that was not Isthmus. */
  readonly author?: string
  readonly branch: string
  readonly base: string
  readonly title: string
  readonly body: string
  readonly labels: readonly string[]
  readonly reviewers: readonly string[]
  readonly assignees: readonly string[]
  readonly state: Proposal['state']
  readonly createdAt: string
  readonly updatedAt: string
  readonly comments: readonly (Deed & { readonly text: string })[]
  readonly ticks: readonly (Deed & { readonly item: string })[]
  /** Commits that the difference is shown between once the branch may be gone. */
  readonly merged?: Deed & { readonly commit: string; readonly base: string; readonly head: string }
  readonly closed?: Deed
}

const STATES: readonly Pull['state'][] = ['open', 'merged', 'closed']

export function proposalOf(folder: string, pull: Pull): Proposal {
  const { number, branch, base, title, body, labels, state } = pull
  const endedAt = pull.merged?.at ?? pull.closed?.at
  return {
    number,
    marker: markerOf(body) ?? '',
    branch,
    base,
    title,
    body,
    labels,
    state,
    url: urlOf(folder, number),
    ...(endedAt === undefined ? {} : { endedAt }),
  }
}

export function urlOf(folder: string, number: number): string {
  return pathToFileURL(fileOf(folder, number)).href
}

/** All pull requests, oldest first. */
export async function readPulls(folder: string): Promise<readonly Pull[]> {
  const numbers = (await namesIn(folder)).flatMap((name) => {
    const number = /^([1-9]\d{0,8})\.json$/.exec(name)?.[1]
    return number === undefined ? [] : [Number(number)]
  })
  return Promise.all(numbers.sort((a, b) => a - b).map((number) => readPull(folder, number)))
}

export async function readPull(folder: string, number: number): Promise<Pull> {
  const path = fileOf(folder, number)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Failure('forge/not-found', `there is no pull request ${number}`, {
      hint: 'See `isthmus pulls list` for those there are.',
      cause,
    })
  })
  const pull = pullOf(number, parsedJson(text) ?? null)
  if (pull) return pull
  throw new Failure('forge/corrupt', `${path} is no pull request`, {
    hint: 'Restore the file, or remove it: a proposal that still matters is opened again.',
  })
}

/** Readers see the old text or the new one, never half of it. */
export async function writePull(folder: string, pull: Pull): Promise<void> {
  const path = fileOf(folder, pull.number)
  const draft = `${path}.${randomUUID()}.tmp`
  await writeFile(draft, `${JSON.stringify(pull, null, 2)}\n`)
  await rename(draft, path)
}

function fileOf(folder: string, number: number): string {
  return join(folder, `${number}.json`)
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new Failure('forge/unreadable', `${folder} cannot be read`, {
      hint: 'See to the rights on it.',
      cause: error,
    })
  }
}

function pullOf(number: number, value: Json): Pull | undefined {
  if (!isObject(value)) return undefined
  const text = (key: string) => textAt(value, key)
  const [branch, base, title, body, author] = ['branch', 'base', 'title', 'body', 'author'].map(text)
  const [createdAt, updatedAt] = ['createdAt', 'updatedAt'].map(text)
  const state = STATES.find((each) => each === text('state'))
  if (branch === undefined || base === undefined || title === undefined || body === undefined) return undefined
  if (createdAt === undefined || updatedAt === undefined) return undefined
  if (state === undefined) return undefined
  const [labels, reviewers, assignees] = [
    textsOf(value, 'labels'),
    textsOf(value, 'reviewers'),
    textsOf(value, 'assignees'),
  ]
  const comments = deedsOf(value, 'comments').map((each) => ({ ...deedOf(each), text: textAt(each, 'text') ?? '' }))
  const ticks = deedsOf(value, 'ticks').map((each) => ({ ...deedOf(each), item: textAt(each, 'item') ?? '' }))
  const people = { ...(author === undefined ? {} : { author }), reviewers, assignees }
  const common = { number, branch, base, title, body, labels, ...people, state, createdAt, updatedAt, comments, ticks }
  return { ...common, ...endOf(value) }
}

function endOf(value: JsonObject): Pick<Pull, 'merged'> | Pick<Pull, 'closed'> {
  const { merged, closed } = value
  const [commit, base, head] = ['commit', 'base', 'head'].map((key) => textAt(merged, key))
  if (isObject(merged) && commit !== undefined && base !== undefined && head !== undefined) {
    return { merged: { ...deedOf(merged), commit, base, head } }
  }
  return isObject(closed) ? { closed: deedOf(closed) } : {}
}

function textsOf(value: JsonObject, key: string): readonly string[] {
  return listAt(value, key).flatMap((each) => (typeof each === 'string' ? [each] : []))
}

function deedsOf(value: JsonObject, key: string): readonly JsonObject[] {
  return listAt(value, key).filter(isObject)
}

function deedOf(value: JsonObject): Deed {
  return { by: textAt(value, 'by') ?? '', at: textAt(value, 'at') ?? '' }
}
