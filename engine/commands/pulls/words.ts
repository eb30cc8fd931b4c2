import type { Pull } from '../../adapters/local-forge/pull-files.ts'
import { taskItems } from '../../model/forge.ts'
import type { Check } from '../../model/review.ts'
import { visible, visibleLines } from '../../model/visible.ts'

/** One line a pull request, newest first. */
export function pullsTable(pulls: readonly Pull[]): string {
  if (pulls.length === 0)
    return 'No pull requests yet. `isthmus propose` opens one when rendered/ is not what it should be.\n'
  const rows = [...pulls]
    .reverse()
    .map((each) => [`#${each.number}`, each.state, each.title, each.branch, each.updatedAt].map(visible))
  const all = [['', 'STATE', 'TITLE', 'BRANCH', 'CHANGED'], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return `${all.map(line).join('\n')}\n`
}

/** Everything there is to read about one. */
export function pullPage(pull: Pull, checks: readonly Check[] = []): string {
  const boxes = taskItems(pull.body).map((each, i) => `  ${i + 1}. [${each.isTicked ? 'x' : ' '}] ${each.text}`)
  const comments = pull.comments.map((each) => `  ${each.at} ${each.by}: ${each.text}`)
  const ticks = pull.ticks.map((each) => `  ${each.at} ${each.by} ticked: ${each.item}`)
  const sections = [
    `#${pull.number} ${pull.title}`,
    `${endOf(pull)} · ${pull.branch} → ${pull.base}${pull.labels.length > 0 ? ` · ${pull.labels.join(', ')}` : ''}`,
    ...peopleOf(pull),
    '',
    bodyOf(pull).trimEnd(),
    ...section('Boxes (isthmus pulls tick NUMBER BOX)', boxes),
    ...section(
      'Checks',
      checks.map((each) => `  ${each.state}  ${each.name}: ${each.summary}`),
    ),
    ...section('What people did', [...comments, ...ticks].sort()),
    '',
  ]
  return visibleLines(sections.join('\n'))
}

/** What a deed did, in a sentence. */
export function deedLine(pull: Pull, action: string, text: string | undefined): string {
  const commit = pull.merged ? ` as ${pull.merged.commit.slice(0, 10)}` : ''
  const said: Readonly<Record<string, string>> = {
    comment: `Commented on #${pull.number}`,
    tick: `Ticked “${pull.ticks.at(-1)?.item ?? text ?? ''}” on #${pull.number}`,
    merge: `Merged #${pull.number} into ${pull.base}${commit}`,
    open: `Opened #${pull.number}`,
    close: `Closed #${pull.number}`,
    reopen: `Opened #${pull.number} again`,
  }
  return `${visible(`${said[action] ?? action}: ${pull.title}`)}\n`
}

function endOf(pull: Pull): string {
  if (pull.merged) return `merged ${pull.merged.at} by ${pull.merged.by} as ${pull.merged.commit.slice(0, 10)}`
  return pull.closed && pull.state === 'closed' ? `closed ${pull.closed.at} by ${pull.closed.by}` : pull.state
}

/** Without the hidden marks at its end. */
function bodyOf(pull: Pull): string {
  return pull.body.replaceAll(/^<!-- isthmus[:-].* -->\n?/gm, '')
}

function peopleOf({ author, reviewers, assignees }: Pull): readonly string[] {
  const said = [
    ...(author === undefined ? [] : [`by ${author}`]),
    ...(reviewers.length === 0 ? [] : [`reviewers ${reviewers.join(', ')}`]),
    ...(assignees.length === 0 ? [] : [`assigned to ${assignees.join(', ')}`]),
  ]
  return said.length === 0 ? [] : [said.join(' · ')]
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines]
}
