import { markerOf, readStamp, withdrawStamp } from '../forge.ts'
import { digest } from '../names.ts'
import type { Pull } from '../pull.ts'
import type { PullDesk } from '../pull-desk.ts'
import { sayOnce } from './say.ts'

/** Says why and closes; false where somebody merged it meanwhile. Again after it was killed, the comment is not repeated. */
export async function closePull(desk: PullDesk, pull: Pull, comment: string): Promise<boolean> {
  const key = digest(`${markerOf(pull.body) ?? ''} ${readStamp(pull.body) ?? ''} ${comment}`, 16)
  const mark = `<!-- isthmus-closing:${key} -->`
  await sayOnce(desk, pull.number, `${comment}\n\n${mark}`, (remarks) =>
    remarks.some((each) => each.isOurs && each.text.trimEnd().endsWith(mark)),
  )
  const { state } = await desk.patch(pull, { state: 'closed', body: withdrawStamp(pull.body) })
  return state === 'closed'
}
