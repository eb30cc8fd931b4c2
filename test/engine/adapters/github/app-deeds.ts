import { createPublicKey, verify } from 'node:crypto'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { at, listAt, textAt } from '../../../../engine/model/json.ts'
import type { ARepository, Deed, KeptRun } from './kept.ts'
import { COMMIT, NAME, pageOf } from './kept.ts'
import { leastAnswer, leastSchema } from './openapi.ts'

export const APP = { id: 7, installation: 42 }

/** What GitHub does for an App: tokens and check runs. */
export const APP_DEEDS: Readonly<Record<string, Deed>> = {
  'apps/create-installation-access-token': (repository, { body }, { id, parameters }) => {
    if (parameters.installation_id !== String(APP.installation)) return { status: 404, body: { message: 'Not Found' } }
    const [name] = listAt(body, 'repositories')
    if (name !== NAME.split('/')[1]) return { status: 422, body: { message: 'no such repository' } }
    const token = `ghs_installation${repository.issued.length + 1}`
    repository.issued.push(token)
    return { status: 201, body: { ...(leastAnswer(id, 201) as JsonObject), token, expires_at: '2026-01-31T13:00:00Z' } }
  },
  'checks/create': ({ checkRuns }, { body }) => {
    const run: KeptRun = { id: checkRuns.length + 1, ...said(body), annotations: [...annotationsIn(body)] }
    checkRuns.push(run)
    return { status: 201, body: shownRun(run) }
  },
  'checks/update': ({ checkRuns }, { body }, { parameters }) => {
    const run = checkRuns.find((each) => String(each.id) === parameters.check_run_id)
    if (!run) throw new Error(`there is no check run ${parameters.check_run_id}`)
    const { status, conclusion } = said(body)
    Object.assign(run, textAt(body, 'status') === undefined ? {} : { status, conclusion })
    run.annotations.push(...annotationsIn(body))
    return { status: 200, body: shownRun(run) }
  },
  'checks/list-for-ref': ({ checkRuns }, { query }, { parameters }) => {
    const found = checkRuns.filter((each) => each.sha === parameters.ref && each.name === query.check_name)
    const { page, hasNext } = pageOf(query.filter === 'latest' ? found.slice(-1) : found, query)
    return { status: 200, body: { total_count: found.length, check_runs: page.map(shownRun) }, hasNext }
  },
}

/** True for what an App signed of itself with its key, not long ago and not for long. */
export function isAppJwt({ appKey }: ARepository, text: string): boolean {
  const [head = '', claims = '', signature = ''] = text.split('.')
  if (appKey === undefined || signature === '') return false
  const key = createPublicKey(appKey)
  if (!verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'))) return false
  const { iss, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, number>
  return iss === APP.id && iat !== undefined && exp !== undefined && exp - iat <= 600
}

function said(body: Json | undefined) {
  const [name, sha, external, status] = ['name', 'head_sha', 'external_id', 'status'].map((key) => textAt(body, key))
  const conclusion = textAt(body, 'conclusion') ?? null
  const summary = textAt(body, 'output', 'summary') ?? ''
  const text = textAt(body, 'output', 'text') ?? ''
  return {
    name: name ?? '',
    sha: sha ?? '',
    external_id: external ?? '',
    status: status ?? 'queued',
    conclusion,
    summary,
    text,
  }
}

function annotationsIn(body: Json | undefined): readonly Json[] {
  return listAt(at(body, 'output'), 'annotations')
}

const RUN = leastSchema('check-run') as JsonObject

function shownRun({ id, name, sha, external_id, status, conclusion }: KeptRun): JsonObject {
  return { ...RUN, id, name, head_sha: sha || COMMIT, external_id, status, conclusion }
}
