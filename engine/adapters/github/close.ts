import { markerOf, readStamp, withdrawStamp } from '../../model/forge.ts'
import { digest } from '../../model/names.ts'
import { addComment } from './comments.ts'
import type { Desk } from './desk.ts'
import type { Pull } from './pull.ts'
import { patchPull } from './write.ts'

/** Says why and closes; false where somebody merged it meanwhile. Again after it was killed, the comment is not repeated. */
export async function closePull(desk: Desk, pull: Pull, comment: string): Promise<boolean> {
  const key = digest(`${markerOf(pull.body) ?? ''} ${readStamp(pull.body) ?? ''} ${comment}`, 16)
  const mark = `<!-- isthmus-closing:${key} -->`
  await addComment(desk, pull.number, `${comment}\n\n${mark}`, (said) =>
    said.some((each) => each.isOurs && each.text.trimEnd().endsWith(mark)),
  )
  const { state } = await patchPull(desk, pull, { state: 'closed', body: withdrawStamp(pull.body) })
  return state === 'closed'
}
