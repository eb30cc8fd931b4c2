import { count } from '../../model/count.ts'
import { clustersText } from '../../model/drift-words.ts'
import { moreToLose } from '../../model/quorum.ts'
import type { LeftBehind, Move, NumberedStep, QuorumPoint, Runbook, StepEvidence } from '../../model/runbook.ts'
import { visible } from '../../model/visible.ts'
import { cell, code, plain } from './markdown.ts'
import type { Palette } from './text.ts'

const BY: Readonly<Record<NumberedStep['by'], string>> = {
  isthmus: 'Isthmus proposes, a person merges',
  person: 'a person',
  rhacm: 'RHACM delivers, a person looks',
}
const MOVES_SHOWN = 12

/** The runbook as a page that a person works through, with a box for each step. */
export function runbookMarkdown(runbook: Runbook): string {
  const { environment, quorums, steps, notes, isSafe } = runbook
  const lines = [
    `# ${plain(titleOf(runbook))}`,
    '',
    `Environment ${code(environment)}. ${plain(partiesText(runbook))}.${isSafe ? '' : ' **At some step a quorum would not hold: do not begin.**'}`,
    '',
    ...(quorums.length === 0
      ? []
      : [
          '| service | voters | needed | left to lose after a region |',
          '|---|---|---|---|',
          ...quorums.map(
            ({ service, before, after }) =>
              `| ${cell(code(service))} | ${before.voters} → ${after.voters} | ${before.quorum} → ${after.quorum} | ${before.toleranceAfterRegion} → ${after.toleranceAfterRegion} |`,
          ),
          '',
        ]),
    ...notes.map((each) => `- ${plain(each)}`),
    ...steps.flatMap(stepMarkdown),
    ...leftMarkdown(runbook.leftBehind),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function stepMarkdown(step: NumberedStep): readonly string[] {
  const { number, title, by, why, commands, evidence, stops, wave, quorums } = step
  return [
    '',
    `## ${number}. ${plain(title)}`,
    '',
    `- [ ] by ${BY[by]}${why === undefined ? '' : `: ${plain(why)}`}`,
    ...(wave === undefined ? [] : shownMoves(wave.moves).map((each) => `- moves: ${plain(each)}`)),
    ...quorums.map((each) => `- votes: ${plain(pointText(each))}`),
    ...evidence.map((each) => `- done when: ${plain(evidenceText(each))}`),
    ...stops.map((each) => `- stops it: ${plain(each)}`),
    ...(commands.length === 0
      ? []
      : ['', '```sh', ...commands.map((each) => visible(each).replaceAll('```', "'''")), '```']),
  ]
}

/** The same for a terminal. */
export function runbookText(runbook: Runbook, paint: Palette): string {
  const { steps, leftBehind, notes, isSafe, quorums } = runbook
  const lines = [
    `${paint.bold(visible(titleOf(runbook)))}: ${visible(partiesText(runbook))}`,
    ...(isSafe ? [] : [paint.red('at some step a quorum would not hold: do not begin')]),
    ...quorums.map(
      ({ service, before, after }) =>
        `  ${service}: ${before.voters} → ${after.voters} voters, ${before.quorum} → ${after.quorum} needed, ${before.toleranceAfterRegion} → ${after.toleranceAfterRegion} left to lose after a region`,
    ),
    ...notes.map((each) => paint.yellow(`  ${visible(each)}`)),
    ...steps.flatMap((each) => stepText(each, paint)),
    ...(leftBehind.length === 0
      ? []
      : ['', paint.bold(leftTitle(leftBehind)), ...leftCounts(leftBehind).map((each) => `  ${visible(each)}`)]),
  ]
  return `${lines.join('\n')}\n`
}

function stepText(step: NumberedStep, paint: Palette): readonly string[] {
  const { number, title, by, why, commands, evidence, stops, wave, quorums } = step
  return [
    '',
    `${paint.bold(`${number}. ${visible(title)}`)} ${paint.dim(`(${BY[by]})`)}`,
    ...(why === undefined ? [] : [`   ${visible(why)}`]),
    ...(wave === undefined ? [] : shownMoves(wave.moves).map((each) => `   moves  ${visible(each)}`)),
    ...commands.map((each) => `   $ ${visible(each)}`),
    ...quorums.map((each) => {
      const line = `   votes  ${visible(pointText(each))}`
      return each.tolerance < 0 ? paint.red(line) : line
    }),
    ...evidence.map((each) => paint.green(`   done when  ${visible(evidenceText(each))}`)),
    ...stops.map((each) => paint.dim(`   stops it  ${visible(each)}`)),
  ]
}

function titleOf({ kind, region, environment }: Runbook): string {
  const words = { join: `${region} joins ${environment}`, replace: `${region} of ${environment} is replaced` }
  return kind === 'retire' ? `${region} retires from ${environment}` : words[kind]
}

function partiesText({ joining, leaving, staying }: Runbook): string {
  return [
    ...(joining.length > 0 ? [`${joining.join(', ')} come${joining.length === 1 ? 's' : ''}`] : []),
    ...(leaving.length > 0 ? [`${leaving.join(', ')} leave${leaving.length === 1 ? 's' : ''}`] : []),
    `${staying.join(', ')} stay`,
  ].join(', ')
}

function pointText({ service, when, voters, quorum, away, tolerance, toleranceAfterRegion }: QuorumPoint): string {
  const left = tolerance >= 0 ? moreToLose(tolerance) : 'no quorum'
  return `${service}, ${when}: ${voters - away} of ${voters} vote, ${quorum} needed, ${left}${away === 0 ? ` (${toleranceAfterRegion} after losing a region)` : ''}`
}

function evidenceText({ object, key, says, on }: StepEvidence): string {
  const where = on.length === 0 ? '' : ` (${clustersText(on)})`
  return `${object}${key === undefined ? '' : ` ${key}`}: ${says}${where}`
}

/** One line for each object, its paths together; whole objects are counted by kind. */
function shownMoves(moves: readonly Move[]): readonly string[] {
  const whole = new Map<string, string[]>()
  const fields = new Map<string, { paths: Set<string>; clusters: Set<string> }>()
  for (const { object, path, change, clusters } of moves) {
    if (path === '') {
      const key = `${change} on ${clustersText(clusters)}`
      whole.set(key, [...(whole.get(key) ?? []), object.split(' ')[0] ?? object])
      continue
    }
    const known = fields.get(object) ?? { paths: new Set<string>(), clusters: new Set<string>() }
    known.paths.add(path)
    for (const each of clusters) known.clusters.add(each)
    fields.set(object, known)
  }
  const lines = [
    ...[...fields].map(
      ([object, { paths, clusters }]) => `${object} ${[...paths].join(', ')} (${clustersText([...clusters])})`,
    ),
    ...[...whole].map(([key, kinds]) => `${count(kinds.length, 'object')} ${key}: ${kindCounts(kinds)}`),
  ]
  const rest = lines.length - MOVES_SHOWN
  return rest > 0
    ? [...lines.slice(0, MOVES_SHOWN), `and ${count(rest, 'further object')} (--output json names them)`]
    : lines
}

function kindCounts(kinds: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].map(([kind, n]) => (n === 1 ? kind : `${n} ${kind}`)).join(', ')
}

function leftTitle(left: readonly LeftBehind[]): string {
  const open = left.filter((each) => each.seen !== 'gone').length
  return `What stays behind: ${count(left.length, 'object')}, ${open} not seen gone`
}

/** Counted where nobody looked; what was seen there still, by name. */
function leftCounts(left: readonly LeftBehind[]): readonly string[] {
  const there = left.filter((each) => each.seen === 'there')
  const other = left.filter((each) => each.seen !== 'there')
  const counts = leftLines(other).flatMap((line, i, all) => {
    if (line.startsWith('  ')) return []
    const next = all.findIndex((each, j) => j > i && !each.startsWith('  '))
    return [`${line} ${count((next === -1 ? all.length : next) - i - 1, 'object')}`]
  })
  return [...leftLines(there), ...counts, '(--output markdown lists all of them)']
}

/** By cluster and state; RHACM deletes what is pruned, everything else is a person's to delete. */
function leftLines(left: readonly LeftBehind[]): readonly string[] {
  const groups = new Map<string, string[]>()
  for (const { cluster, fate, seen, object } of left) {
    const key = `${cluster}, ${fate}, ${seen === 'unknown' ? 'not looked at' : seen}`
    groups.set(key, [...(groups.get(key) ?? []), object])
  }
  return [...groups].flatMap(([key, objects]) => [`${key}:`, ...objects.map((each) => `  ${each}`)])
}

function leftMarkdown(left: readonly LeftBehind[]): readonly string[] {
  if (left.length === 0) return []
  const lines = leftLines(left).map((each) =>
    each.startsWith('  ') ? `  - [ ] ${code(each.trim())}` : `- ${plain(each)}`,
  )
  return ['', `## ${leftTitle(left)}`, '', ...lines]
}
