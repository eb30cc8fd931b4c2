import { Failure } from '../failure.ts'
import type { PullDesk } from '../pull-desk.ts'

/** Throws `…/too-long`: the forge refuses such a text, and a cut one would lose its marker. */
export function checkLength({ server, limits }: PullDesk, body: string, title = ''): void {
  const parts = [
    { what: 'title', length: title.length, limit: limits.title },
    { what: 'text', length: body.length, limit: limits.body },
  ]
  for (const { what, length, limit } of parts) {
    if (length <= limit) continue
    throw new Failure(
      `${server.name}/too-long`,
      `the ${what} has ${length} characters; ${server.title} takes ${limit}`,
      {
        hint: 'split the change, for instance by environment; the whole is in the files of the proposal',
      },
    )
  }
}
