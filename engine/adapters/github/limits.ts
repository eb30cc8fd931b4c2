import { Failure } from '../../model/failure.ts'

/** Characters that GitHub keeps of the body of a pull request or comment, and of a title. */
export const BODY_LIMIT = 65_536
const TITLE_LIMIT = 256

/** Throws `github/too-long`: GitHub refuses such a text, and a cut one would lose its marker. */
export function checkLength(body: string, title = ''): void {
  if (title.length > TITLE_LIMIT) throw tooLong('title', title.length, TITLE_LIMIT)
  if (body.length > BODY_LIMIT) throw tooLong('text', body.length, BODY_LIMIT)
}

/** No longer than that, and no half character at the end. */
export function cutText(text: string, limit: number): string {
  return text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '')
}

function tooLong(what: string, length: number, limit: number): Failure {
  return new Failure('github/too-long', `the ${what} has ${length} characters; GitHub takes ${limit}`, {
    hint: 'split the change, for instance by environment; the whole is in the files of the proposal',
  })
}
