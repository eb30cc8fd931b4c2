import type { KeptRemark, PullDesk } from '../pull-desk.ts'
import { checkLength } from './length.ts'

/** Adds a comment unless it is said already; true where it was added. A lost answer may hide one that was made, so each attempt looks first. */
export async function sayOnce(
  desk: PullDesk,
  number: number,
  text: string,
  isSaid: (remarks: readonly KeptRemark[]) => boolean,
): Promise<boolean> {
  checkLength(desk, text)
  const sent = { once: false }
  return await desk.retried(async () => {
    if (isSaid(await desk.remarks(number))) return sent.once
    sent.once = true
    await desk.say(number, text)
    return true
  })
}
