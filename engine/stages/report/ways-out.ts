import type { Drift } from '../../model/drift.ts'
import { clustersText } from '../../model/drift-words.ts'
import { isRedacted } from '../../model/redact.ts'
import { TICKED_ENFORCE_DAYS } from '../../model/way-out.ts'
import { asciiJson, code, plain } from './markdown.ts'

/** Names that a shell reads as they are; a command with any other is not offered. */
const SHELL_SAFE = /^[A-Za-z0-9][A-Za-z0-9.:_-]*$/
const COMMAND_LIMIT = 4000

/**
 * What can be done about a drift, as the drift proposal shows it: the command that puts it back, the boxes to tick, and
 * the comment that ignores it. The text of a box depends on the fingerprint alone, so ticks survive an update.
 */
export function waysOutLines(drift: Drift): readonly string[] {
  const { fingerprint } = drift
  const boxes = [
    ...(isAdoptable(drift) ? [`- [ ] adopt ${fingerprint}: make what is there the desired state`] : []),
    `- [ ] enforce here ${fingerprint}: let RHACM put it back, for ${TICKED_ENFORCE_DAYS} days`,
  ]
  const command = putBackLines(drift)
  const begin = command.length > 0 ? 'Or tick a box' : 'No single command puts it back. Tick a box'
  return [
    ...command,
    `${begin}; each leads to a proposal of its own, which somebody else reviews:`,
    '',
    ...boxes,
    '',
    `To live with it for a while, comment ${code(`/isthmus ignore ${fingerprint} until YYYY-MM-DD because …`)}.`,
    '',
  ]
}

/** The one command that mends exactly this; nothing where it cannot be given. */
export function putBackLines(drift: Drift): readonly string[] {
  const command = putBackCommand(drift)
  if (command === undefined) return []
  const deed = drift.change === 'unexpected' ? 'To put it back (remove it)' : 'To put it back'
  const title = `${deed}, on ${plain(clustersText(drift.clusters))}:`
  return [title, '', '```sh', command, '```', '']
}

/** The `oc` command that puts a drift back, safe to paste into a shell. */
export function putBackCommand(drift: Drift): string | undefined {
  const { kind, name, namespace } = drift.object
  if (![kind, name, namespace || 'x'].every((each) => SHELL_SAFE.test(each))) return undefined
  const where = namespace === '' ? '' : ` -n ${namespace}`
  if (drift.change === 'unexpected') return `oc delete ${kind} ${name}${where}`
  if (drift.change !== 'different' || !drift.patch || drift.patch.length === 0) return undefined
  const patch = asciiJson(drift.patch).replaceAll("'", "'\\''")
  const command = `oc patch ${kind} ${name}${where} --type=json -p '${patch}'`
  return command.length > COMMAND_LIMIT ? undefined : command
}

/** What can at once be told not to be adoptable is not offered; the rest is tried, and says why where it fails. */
function isAdoptable({ change, fields }: Drift): boolean {
  return (
    change === 'different' &&
    fields.length > 0 &&
    !fields.some((each) => isRedacted(each.desired) || isRedacted(each.observed))
  )
}
