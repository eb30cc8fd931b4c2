import { clip } from '../../model/clip.ts'
import type { Drift } from '../../model/drift.ts'
import { fightText, shortTime, whereText, writerText } from '../../model/drift-words.ts'
import { describeKey } from '../../model/kube.ts'
import { cell, code, plain } from './markdown.ts'
import { valuePair } from './value-pair.ts'
import { putBackLines, waysOutLines } from './ways-out.ts'

/** How much of a drift is shown: `choices` offers the boxes that only a proposal's text can carry. */
export interface Detail {
  readonly fields: number
  readonly valueLength: number
  readonly choices: boolean
}

const LONGEST_PATH = 240
const CHANGES = { missing: 'is missing', unexpected: 'must not exist', different: 'differs' } as const

/** One drift: what should be, what is, who changed it, which line asked for it, and what can be done. */
export function driftSection(drift: Drift, detail: Detail): readonly string[] {
  const { policies = [drift.policy], clusters, note } = drift
  const fight = fightText(drift)
  const where = whereText(drift)
  return [
    `## ${drift.severity}: ${code(describeKey(drift.object))} ${CHANGES[drift.change]} on ${plain(where)}`,
    '',
    ...(note === undefined ? [] : [`- **${plain(note)}**`]),
    ...(fight === undefined ? [] : [`- **fight**: ${plain(fight)}`]),
    ...(clusters.length === drift.placedOn || clusters.every((each) => where.includes(each))
      ? []
      : [`- clusters: ${clusters.map(plain).join(', ')}`]),
    `- asked for by ${code(`${drift.source.file}:${drift.source.line}`)}, ${policies.length > 1 ? 'policies' : 'policy'} ${policies.map(code).join(', ')}`,
    `- ${plain(writerText(drift))}`,
    `- seen since ${shortTime(drift.firstSeen)}; id ${code(drift.fingerprint)}`,
    ...(drift.page === undefined ? [] : [`- [on the dashboard](${drift.page})`]),
    '',
    ...fieldTable(drift, detail),
    ...(detail.choices ? waysOutLines(withoutStatus(drift)) : putBackLines(withoutStatus(drift))),
  ]
}

function fieldTable(drift: Drift, { fields: most, valueLength }: Detail): readonly string[] {
  if (drift.fields.length === 0) return []
  const rows = drift.fields.slice(0, most).map(({ pointer, path = pointer, desired, observed }) => {
    const place = [path, ...(path === pointer ? [] : [pointer])].map((each) => code(clip(each, LONGEST_PATH)))
    const values = valuePair(desired, observed, valueLength).map(code)
    return `| ${[place.join(' '), ...values].map(cell).join(' | ')} |`
  })
  const rest = drift.fields.length - most
  return [
    '| field | should be | is |',
    '|---|---|---|',
    ...rows,
    '',
    ...(rest > 0 ? [`… and ${rest} further fields in the JSON report.`, ''] : []),
  ]
}

/** Nobody writes a status by hand: the controller does, once the rest is as desired. */
function withoutStatus(drift: Drift): Drift {
  const { patch } = drift
  if (!patch) return drift
  return { ...drift, patch: patch.filter(({ path }) => path !== '/status' && !path.startsWith('/status/')) }
}
