import { Failure } from '../../model/failure.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import type { Listed, ListRequest } from '../../model/kube-api.ts'

const PAGE = '500'
/** A server that hands out the same continue token for ever must not hang a look. */
const MOST_PAGES = 2000

/** Reads one JSON document from the server. */
export type Read = (path: string, query: Readonly<Record<string, string>>) => Promise<Json>

/** What to list, and what to keep of each object. */
export interface Listing extends ListRequest {
  readonly keep?: ((object: JsonObject) => JsonObject | undefined) | undefined
}

/**
 * All pages of a list. A continue token that has expired (410) starts the list again, once; a page that fails after others
 * came leaves what was read, with `cut` saying why it is not all.
 */
export async function listPages(read: Read, path: string, request: Listing, isAgain = false): Promise<Listed> {
  const selector: Record<string, string> =
    request.fieldSelector === undefined ? {} : { fieldSelector: request.fieldSelector }
  const objects: JsonObject[] = []
  let token = ''
  let resourceVersion = ''
  for (let page = 0; page < MOST_PAGES; page++) {
    try {
      const answer = await read(path, { ...selector, limit: PAGE, ...(token === '' ? {} : { continue: token }) })
      for (const each of itemsOf(answer, request)) {
        const kept = request.keep ? request.keep(each) : each
        if (kept) objects.push(kept)
      }
      resourceVersion = textAt(answer, 'metadata', 'resourceVersion') ?? resourceVersion
      token = textAt(answer, 'metadata', 'continue') ?? ''
      if (token === '') return { objects, resourceVersion }
    } catch (error) {
      if (!(error instanceof Failure) || page === 0) throw error
      if (error.code === 'cluster/expired' && !isAgain) return await listPages(read, path, request, true)
      return { objects, resourceVersion, cut: error }
    }
  }
  return { objects, resourceVersion, cut: new Error(`${path}: more than ${MOST_PAGES} pages`) }
}

/** Items of a list do not say their type; the list does. */
function itemsOf(answer: Json, { apiVersion, kind }: ListRequest): readonly JsonObject[] {
  if (!isObject(answer) || !Array.isArray(answer.items)) {
    throw new Failure('cluster/bad-answer', `the list of ${kind} is no Kubernetes list`, {
      hint: 'look whether the server of this context is a Kubernetes API server',
    })
  }
  return listAt(answer, 'items').flatMap((item) => (isObject(item) ? [{ ...item, apiVersion, kind }] : []))
}
