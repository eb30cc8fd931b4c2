import type { ChangePlan } from '../../model/change-plan.ts'
import { isEmptyPlan } from '../../model/change-plan.ts'
import { clip } from '../../model/clip.ts'
import type { Drift } from '../../model/drift.ts'
import { clusterNames, clustersText, shortTime } from '../../model/drift-words.ts'
import type { ProposalDraft } from '../../model/forge.ts'
import { describeKey } from '../../model/kube.ts'
import { digest } from '../../model/names.ts'
import type { Override } from '../../model/override.ts'
import { visible } from '../../model/visible.ts'
import type { Wave } from '../../model/wave.ts'
import type { WayOut, WayOutRequest } from '../../model/way-out.ts'
import { askedByComment, askedByTrailer } from '../../model/way-out.ts'
import { cell, code, plain, withinLimit } from './markdown.ts'
import { planMarkdown, plansMarkdown } from './plan.ts'
import { valuePair } from './value-pair.ts'

/** In bytes; together with the rest they stay below what a forge takes (GitHub: 65,536). */
const EFFECT_LIMIT = 40_000
const OVERWRITES_LIMIT = 8_000

export interface WayOutProposal {
  readonly environment: string
  readonly base: string
  readonly request: WayOutRequest & { readonly askers: readonly string[] }
  readonly drift: Drift
  /** Owners of what it touches, by CODEOWNERS. */
  readonly owners: readonly string[]
  /** Files that people write and that it changes. */
  readonly files: readonly string[]
  /** What it changes in `rendered/`, where it does. */
  readonly plan?: ChangePlan
  readonly wave?: Wave
  /** Other drifts that RHACM would overwrite as well. */
  readonly overwrites?: readonly Drift[]
}

const TITLES: Readonly<Record<Exclude<WayOut, 'put-back'>, string>> = {
  adopt: 'Adopt',
  'enforce-here': 'Enforce',
  ignore: 'Ignore',
}

/** The small proposal that a way out leads to: what it does, who asked, who has to look at it, and everything that changes. */
export function wayOutProposal(given: WayOutProposal): ProposalDraft {
  const { request, drift, environment } = given
  const way = request.way === 'put-back' ? 'adopt' : request.way
  const until = request.until === undefined ? '' : ` until ${request.until}`
  const where = clustersText(drift.clusters)
  const subject = way === 'enforce-here' ? drift.policy : describeKey(drift.object)
  return {
    marker: `${way}/${drift.fingerprint}`,
    branch: `isthmus/${way}/${drift.fingerprint}`,
    base: given.base,
    title: titleOf(`${environment}: ${TITLES[way]} ${subject} on ${where}${until}`),
    body: [
      ...purpose(given),
      '',
      ...fieldTable(drift),
      `Changes ${given.files.map(code).join(', ')}${given.plan ? ', and `rendered/` in the same commit' : ''}.`,
      '',
      ...routing(given),
      ...overwriteLines(given),
      ...effectLines(given),
      askedByComment(request.askers),
    ].join('\n'),
    labels: ['isthmus', `isthmus/${way}`],
    trailer: askedByTrailer(request.askers),
  }
}

/** One visible line; it also is the subject of the commit. */
function titleOf(text: string): string {
  return clip(visible(text), 200)
}

function purpose({ request, drift }: WayOutProposal): readonly string[] {
  const object = code(describeKey(drift.object))
  const where = plain(clusterNames(drift.clusters))
  const because = request.because === undefined ? [] : ['', `Because: ${plain(request.because)}`]
  if (request.way === 'ignore')
    return [
      `**Ignores** that ${object} is not as desired on ${where}, through ${request.until ?? ''}. Every report lists it until then; any other value is drift again.`,
      ...because,
    ]
  if (request.way === 'enforce-here')
    return [
      `**Enforces** policy ${code(drift.policy)} on ${where}, through ${request.until ?? ''}: RHACM puts ${object} back there, and everything else that this policy asks for.`,
      ...because,
    ]
  return [
    `**Adopts** what is there for ${object} on ${where}: it becomes the desired state, so that nothing has to be put back.`,
  ]
}

function fieldTable({ fields }: Drift): readonly string[] {
  if (fields.length === 0) return []
  const rows = fields
    .slice(0, 20)
    .map(
      (each) =>
        `| ${cell(code(each.pointer))} | ${valuePair(each.desired, each.observed).map(code).map(cell).join(' | ')} |`,
    )
  return ['| field | asked for | is there |', '|---|---|---|', ...rows, '']
}

function routing({ request, owners }: WayOutProposal): readonly string[] {
  const askers = request.askers.map((each) => `**${plain(each)}**`).join(', ')
  const review = owners.length === 0 ? 'No owner of this is known from CODEOWNERS' : `Owners: ${owners.join(' ')}`
  return [
    `Asked for by ${askers} (${plain(request.where)}, ${shortTime(request.at)}), who must not approve it. ${review}.`,
    '',
  ]
}

function overwriteLines({ request, overwrites = [] }: WayOutProposal): readonly string[] {
  if (request.way !== 'enforce-here') return []
  if (overwrites.length === 0)
    return ['Nothing else of this policy differs there now, so nothing else is overwritten.', '']
  return [
    '### This is overwritten as well',
    '',
    withinLimit(overwrites.flatMap(overwrittenLines), OVERWRITES_LIMIT),
    '',
  ]
}

function overwrittenLines(drift: Drift): readonly string[] {
  const fields = drift.fields
    .slice(0, 20)
    .map((each) => `  - ${code(each.pointer)}: ${valuePair(each.observed, each.desired).map(code).join(' → ')}`)
  return [`- ${code(describeKey(drift.object))} on ${plain(clusterNames(drift.clusters))} (${drift.change})`, ...fields]
}

function effectLines({ plan, wave }: WayOutProposal): readonly string[] {
  if (!plan || isEmptyPlan(plan)) return []
  const later =
    wave === undefined || wave.next.length === 0
      ? []
      : [`What is stateful moves one region at a time: ${wave.next.map(plain).join(', ')} follow.`, '']
  return ['### Everything that changes', '', plansMarkdown([plan], ([lines = []]) => lines, EFFECT_LIMIT), '', ...later]
}

/** The proposal that takes overrides out whose day is over. */
export function endedProposal(given: {
  readonly file: string
  readonly overrides: readonly Override[]
  readonly plan: ChangePlan
  readonly base: string
}): ProposalDraft {
  const { file, overrides, plan } = given
  const lines = overrides.map(
    ({ spec }) =>
      `- ${code(spec.policy)} on ${plain(clusterNames(spec.clusters))}, through ${spec.until}, because ${plain(spec.because)} (${plain(spec.owner)})`,
  )
  const id = digest(`${plan.environment} ${file}`, 16)
  return {
    marker: `override-ended/${id}`,
    branch: `isthmus/override-ended/${id}`,
    base: given.base,
    title: titleOf(`${plan.environment}: Enforce ${overrides.map((each) => each.spec.policy).join(', ')} no longer`),
    body: [
      `The day of what ${code(file)} enforces is over. Until this is merged, RHACM still enforces it:`,
      '',
      ...lines,
      '',
      'If it is still needed, close this and give it a later day.',
      '',
      '### Everything that changes',
      '',
      planMarkdown(plan),
    ].join('\n'),
    labels: ['isthmus', 'isthmus/override-ended'],
  }
}
