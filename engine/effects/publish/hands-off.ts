import type { Commit } from '../../model/git.ts'
import { visible } from '../../model/visible.ts'

/** Marker of the one comment that says why we no longer touch a proposal. */
export const HANDS_OFF = 'hands-off'

/** What it says: whose commit it is, and how the proposal is handed back. */
export function handsOff({ id, author, subject }: Commit, branch: string): string {
  const [name, title, place] = [author.name, subject, branch].map(
    (each) => `\`${visible(each).replaceAll(/[`<>]/g, "'")}\``,
  )
  return [
    `${name} has committed on this branch (${id.slice(0, 10)} ${title}), so Isthmus leaves branch and text alone from now on: what is written above may be out of date.`,
    '',
    `To hand it back, take that commit off ${place}, or close this and delete the branch: the next run goes on from there.`,
  ].join('\n')
}
