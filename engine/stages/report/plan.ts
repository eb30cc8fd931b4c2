import type { ChangePlan, FieldChange, PolicyChange } from '../../model/change-plan.ts'
import { isEmptyPlan } from '../../model/change-plan.ts'
import { BODY_LIMIT, bytesOf, code, plain, withinLimit } from './markdown.ts'
import { planPicture } from './pictures.ts'
import { risksShown } from './risks.ts'
import { takenOutSentences } from './taken-out.ts'
import { TEMPORARY_TITLE, temporaryMarkdown } from './temporary.ts'
import { valuePair } from './value-pair.ts'

const FIELDS_SHOWN = 40

const RISK_WORDS = {
  immutable: 'immutable',
  'leaves-cluster': 'leaves a cluster',
  pruned: 'no longer asked for',
  deletes: 'deletes',
  'newly-enforced': 'newly enforced',
  renamed: 'renamed',
  'scales-down': 'scales down',
  'restarts-nodes': 'restarts nodes',
  'restarts-pods': 'restarts pods',
} as const

/** `65 policies added and 23 placements, bindings and namespaces`, or `12 policies (3 added, 9 changed)`. */
export function planSummary(plan: ChangePlan): string {
  if (isEmptyPlan(plan)) return 'nothing changes'
  const count = (change: PolicyChange['change']) => plan.policies.filter((each) => each.change === change).length
  const kinds = (['added', 'changed', 'removed'] as const).filter((each) => count(each) > 0)
  const policies = plural(plan.policies.length, 'policy', 'policies')
  const counted =
    kinds.length === 1
      ? `${policies} ${kinds[0]}`
      : `${policies} (${kinds.map((each) => `${count(each)} ${each}`).join(', ')})`
  const others = plural(plan.others.length, 'placement, binding or namespace', 'placements, bindings and namespaces')
  return [...(plan.policies.length > 0 ? [counted] : []), ...(plan.others.length > 0 ? [others] : [])].join(' and ')
}

/** What a reviewer reads: risks first, then clusters, then policy by policy `path: old → new`. The picture goes first where there is no room. */
export function planMarkdown(plan: ChangePlan): string {
  return plansMarkdown([plan], ([lines = []]) => lines)
}

/** Several plans in one text, put together by `join`: with their pictures where all of it fits into `limit` bytes. */
export function plansMarkdown(
  plans: readonly ChangePlan[],
  join: (plans: readonly (readonly string[])[]) => readonly string[],
  limit: number = BODY_LIMIT,
): string {
  const drawn = join(plans.map((each) => planLines(each, planPicture(each))))
  return bytesOf(drawn) <= limit ? drawn.join('\n') : withinLimit(join(plans.map((each) => planLines(each, []))), limit)
}

function planLines(plan: ChangePlan, picture: readonly string[]): readonly string[] {
  const risks = risksShown(plan)
  return [
    `**${plain(plan.environment)}**: ${planSummary(plan)}.`,
    '',
    ...takenOutSentences(plan).flatMap((each) => [`**Taken out.** ${plain(each)}`, '']),
    ...(risks.length > 0
      ? [
          '### Look at this first',
          '',
          ...risks.map((each) => `- **${RISK_WORDS[each.kind]}**: ${plain(each.message)}`),
          '',
        ]
      : []),
    ...removalLines(plan),
    ...clusterLines(plan, picture),
    ...plan.policies.flatMap(policyLines),
    ...otherLines(plan),
    ...temporaryLines(plan),
  ]
}

const REMOVALS_SHOWN = 20

const FATES = {
  pruned: 'deleted by RHACM',
  recreated: 'deleted and made again, since another template asks for it now',
  kept: 'left there, watched by nobody',
} as const

/** What the change takes from clusters, the irreversible first. */
function temporaryLines({ temporary = [] }: ChangePlan): readonly string[] {
  if (temporary.length === 0) return []
  return [`### ${TEMPORARY_TITLE}`, '', ...temporaryMarkdown(temporary), '']
}

function removalLines(plan: ChangePlan): readonly string[] {
  if (plan.removals.length === 0) return []
  const order = (['pruned', 'recreated', 'kept'] as const).flatMap((fate) =>
    plan.removals.filter((each) => each.fate === fate),
  )
  const lines = order
    .slice(0, REMOVALS_SHOWN)
    .map((each) => `- ${code(each.object)} on ${each.clusters.map(code).join(', ')}: ${FATES[each.fate]}`)
  const rest = order.length - REMOVALS_SHOWN
  return ['### No longer asked for', '', ...lines, ...(rest > 0 ? [`- … and ${rest} further objects`] : []), '']
}

function clusterLines(plan: ChangePlan, picture: readonly string[]): readonly string[] {
  const clusters = [...new Set(plan.policies.flatMap((each) => [...each.clusters, ...each.lost]))]
  if (clusters.length === 0) return picture
  const rows = clusters.map((cluster) => {
    const gained = plan.policies.filter((each) => each.gained.includes(cluster)).length
    const lost = plan.policies.filter((each) => each.lost.includes(cluster)).length
    const changed = plan.policies.filter(
      (each) => each.change === 'changed' && each.clusters.includes(cluster) && !each.gained.includes(cluster),
    ).length
    return `| ${code(cluster)} | ${gained} | ${changed} | ${lost} |`
  })
  return [
    '### Clusters',
    '',
    ...picture,
    '| cluster | policies gained | changed | lost |',
    '|---|---|---|---|',
    ...rows,
    '',
  ]
}

function policyLines(change: PolicyChange): readonly string[] {
  const mark = { added: '➕', changed: '✏️', removed: '➖' }[change.change]
  const where = change.change === 'removed' ? change.lost : change.clusters
  const head = `#### ${mark} ${code(change.policy)} on ${where.map(code).join(', ') || 'no cluster'}`
  const moved =
    change.change !== 'changed' ? [] : [...movedLine('comes to', change.gained), ...movedLine('leaves', change.lost)]
  const listed =
    change.change === 'removed' ? [] : listLine(change.change === 'added' ? 'Objects' : 'Adds', change.objectsAdded)
  const dropped = change.change === 'added' ? [] : listLine('Drops', change.objectsRemoved)
  return [head, '', ...moved, ...listed, ...dropped, ...fieldLines(change.fields), '']
}

function movedLine(verb: string, clusters: readonly string[]): readonly string[] {
  return clusters.length > 0 ? [`- ${verb} ${clusters.map(code).join(', ')}`] : []
}

function listLine(word: string, objects: readonly string[]): readonly string[] {
  return objects.length > 0 ? [`- ${word}: ${objects.map(code).join(', ')}`] : []
}

function fieldLines(fields: readonly FieldChange[]): readonly string[] {
  const lines = fields.slice(0, FIELDS_SHOWN).map((each) => {
    const where = each.object === '' ? '' : `${code(each.object)} `
    return `- ${where}${code(each.path)}: ${valuePair(each.before, each.after).map(code).join(' → ')}`
  })
  return fields.length > FIELDS_SHOWN ? [...lines, `- … and ${fields.length - FIELDS_SHOWN} further fields`] : lines
}

function otherLines(plan: ChangePlan): readonly string[] {
  if (plan.others.length === 0) return []
  const lines = plan.others.flatMap((each) => [
    `- ${each.change} ${code(each.object)}`,
    ...fieldLines(each.fields).map((line) => `  ${line}`),
  ])
  return ['### Placements, bindings and namespaces', '', ...lines, '']
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
