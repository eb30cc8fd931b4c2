import type { Json } from '../../model/json.ts'
import { at, canonical, textAt } from '../../model/json.ts'
import { digest } from '../../model/names.ts'
import type { Annotation, Check } from '../../model/review.ts'
import { cutText } from './cut-text.ts'
import type { Desk } from './desk.ts'
import { odd } from './failures.ts'

const LIST = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs'
const CREATE = 'POST /repos/{owner}/{repo}/check-runs'
const UPDATE = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}'
/** Annotations that one request carries. */
const BATCH = 50
/** Nobody reads more of them; the text of the check names the rest. */
const ANNOTATION_LIMIT = 500
const TEXT_LIMIT = 65_000
const TITLE_LIMIT = 255
const MESSAGE_LIMIT = 4_000
const LEVELS = { error: 'failure', warning: 'warning', info: 'notice' } as const

/** Says a check as a check run of the App, with its text, and annotations in batches; it is finished with the last of them. */
export async function setCheckRun(desk: Desk, app: number, check: Check): Promise<void> {
  const { place, pages, connection } = desk
  const repository = { owner: place.owner, repo: place.name }
  const { name, commit, url } = check
  const external_id = digest(canonical(check as unknown as Json), 32)
  const known = await pages.all(
    LIST,
    { ...repository, ref: commit, check_name: name, app_id: app, filter: 'latest' },
    'check_runs',
  )
  const end = endOf(check)
  const isSaid = (run: Json) => textAt(run, 'external_id') === external_id && textAt(run, 'status') === end.status
  if (known.some(isSaid)) return
  const [first = [], ...more] = batchesOf(check.annotations.slice(0, ANNOTATION_LIMIT))
  const output = (annotations: readonly Annotation[]) => ({
    ...outputOf(check),
    annotations: annotations.map(annotationOf),
  })
  const details = url === undefined ? {} : { details_url: url }
  const start = more.length === 0 ? end : { status: 'in_progress' }
  const { data } = await connection.request(CREATE, {
    ...repository,
    name,
    head_sha: commit,
    external_id,
    ...details,
    ...start,
    output: output(first),
  })
  const id = at(data, 'id')
  if (typeof id !== 'number') throw odd(`${CREATE}: the answer is no check run`)
  for (const [i, batch] of more.entries()) {
    const status = i === more.length - 1 ? end : {}
    await connection.request(UPDATE, { ...repository, check_run_id: id, ...status, output: output(batch) })
  }
}

function endOf({ state }: Check): { readonly status: string; readonly conclusion?: string } {
  return state === 'pending' ? { status: 'in_progress' } : { status: 'completed', conclusion: state }
}

function outputOf({ summary, text, annotations }: Check) {
  const rest = annotations.length - ANNOTATION_LIMIT
  const more = rest > 0 ? `\n\n${rest} more are not shown at their lines.` : ''
  const body = `${cutText(text ?? '', TEXT_LIMIT)}${more}`
  // The title is plain text; the summary is Markdown, and other people's words may be in it: as code it is no markup.
  return { title: summary, summary: `    ${summary}`, ...(body === '' ? {} : { text: body }) }
}

function annotationOf({ file, line, severity, title, message }: Annotation) {
  const place = { path: file, start_line: Math.max(1, line), end_line: Math.max(1, line) }
  return {
    ...place,
    annotation_level: LEVELS[severity],
    title: cutText(title, TITLE_LIMIT),
    message: cutText(message, MESSAGE_LIMIT) || title,
  }
}

function batchesOf(annotations: readonly Annotation[]): readonly (readonly Annotation[])[] {
  const count = Math.ceil(annotations.length / BATCH)
  return Array.from({ length: count }, (_, i) => annotations.slice(i * BATCH, (i + 1) * BATCH))
}
