import type { ChangePlan } from '../../model/change-plan.ts'
import { isEmptyPlan, movedCount, removalCount, unaskedRemovals } from '../../model/change-plan.ts'
import { clip } from '../../model/clip.ts'
import type { Failure } from '../../model/failure.ts'
import type { Finding } from '../../model/finding.ts'
import { hasErrors, sortFindings } from '../../model/finding.ts'
import type { Check } from '../../model/review.ts'
import { visibleLine } from '../../model/visible.ts'
import type { Wave } from '../../model/wave.ts'
import { code, fitting, plain } from './markdown.ts'
import { planSummary, plansMarkdown } from './plan.ts'

/** What a pull request does to one environment, or why that cannot be said. */
export interface ReviewPart {
  readonly environment: string
  readonly plan: ChangePlan
  readonly wave: Wave
  /** A sentence; what is rendered is left as it is then. */
  readonly refused?: string
}

export interface Review {
  readonly findings: readonly Finding[]
  readonly parts: readonly ReviewPart[]
  /** How `rendered/` gets to where it should be: by a commit on this branch, or by a proposal after the merge. */
  readonly rendering: 'commit' | 'follow-up'
  /** What it does that is more than may go unasked, as long as nobody but its author has approved it. */
  readonly unapproved?: string
}

const NAME = 'isthmus/plan'
const FINDINGS_SHOWN = 50
/** In bytes; together with the rest they stay below what a forge takes (GitHub: 65,536). */
const PLANS_LIMIT = 45_000
const FINDINGS_LIMIT = 15_000
const SUMMARY_LIMIT = 140
const APPROVE =
  'The check of this plan waits until somebody other than the author approves this pull request as it stands; `limits` of isthmus.yaml says what may go unasked.'

/** The one comment on a person's pull request: what it does, as data says, before anybody looks at YAML. */
export function reviewComment({ findings, parts, rendering, unapproved }: Review): string {
  const join = (plans: readonly (readonly string[])[]) => parts.flatMap((each, i) => partLines(each, plans[i] ?? []))
  const plans = plansMarkdown(
    parts.map((each) => each.plan),
    join,
    PLANS_LIMIT,
  )
  const nothing = parts.length === 0 && !hasErrors(findings) ? ['No environment is here to be planned.'] : []
  return [
    '## What this changes',
    '',
    ...(unapproved === undefined ? [] : [`**Large.** ${plain(unapproved)}. ${APPROVE}`, '']),
    ...nothing,
    plans,
    ...findingLines(findings),
    '---',
    rendering === 'commit'
      ? 'Isthmus writes `rendered/` on this branch, as a commit of its own on top of what was looked at, so that cause and effect are reviewed together.'
      : '`rendered/` follows after the merge, as a proposal of its own.',
  ].join('\n')
}

/** What environments lose or move that is more than may go unasked, in words; undefined for nothing. */
export function largeChange(
  parts: readonly ReviewPart[],
  limits: { readonly removals: number; readonly moves: number } | undefined,
): string | undefined {
  if (limits === undefined) return undefined
  const found = parts.flatMap(({ environment, plan }) => {
    const [removals, moves] = [removalCount(plan), movedCount(plan)]
    const unasked = unaskedRemovals(plan, limits.removals)
    return [
      ...(removals > unasked
        ? [`${environment} no longer asks for ${removals} objects, and ${unasked} may go unasked`]
        : []),
      ...(moves > limits.moves
        ? [`policies of ${environment} come to or leave clusters ${moves} times, and ${limits.moves} may go unasked`]
        : []),
    ]
  })
  return found.length === 0 ? undefined : found.join('; ')
}

/** One line for the check. */
export function reviewSummary({ findings, parts, unapproved }: Review): string {
  const errors = findings.filter((each) => each.severity === 'error').length
  const refused = parts.find((each) => each.refused !== undefined)?.refused
  if (errors > 0) return `${errors} ${errors === 1 ? 'error' : 'errors'} in the desired state`
  if (refused !== undefined) return clip(visibleLine(refused), SUMMARY_LIMIT)
  if (unapproved !== undefined) return clip(`waits for an approval: ${unapproved}`, SUMMARY_LIMIT)
  const changed = parts.filter((each) => !isEmptyPlan(each.plan))
  if (changed.length === 0) return 'no policy changes'
  return clip(changed.map(({ environment, plan }) => `${environment}: ${planSummary(plan)}`).join('; '), SUMMARY_LIMIT)
}

/** Where there is no plan, since what is proposed is too large to be read. */
export function unreadReview({ message, hint }: Pick<Failure, 'message' | 'hint'>, commit: string): Check {
  const summary = clip(visibleLine(`cannot be planned: ${message}`), SUMMARY_LIMIT)
  return { name: NAME, commit, state: 'failure', summary, text: plain(`${message}. ${hint}`), annotations: [] }
}

/** The same words whichever proposal of ours it is: engines of several folders of a repository see all of them, and must not take turns. */
export function proposalCheck(commit: string): Check {
  return { name: NAME, commit, state: 'success', summary: 'the text of this proposal is its plan', annotations: [] }
}

/** The check with every finding at its place; `folder`: where the desired state lies in the repository, with a slash at its end. */
export function reviewCheck(review: Review, commit: string, folder = ''): Check {
  const { findings, parts } = review
  const isRed = hasErrors(findings) || parts.some((each) => each.refused !== undefined)
  return {
    name: NAME,
    commit,
    state: isRed ? 'failure' : review.unapproved === undefined ? 'success' : 'pending',
    summary: reviewSummary(review),
    text: reviewComment(review),
    annotations: sortFindings(findings).map(({ file, line, severity, rule, message, hint }) => ({
      file: `${folder}${file}`,
      line,
      severity,
      title: rule,
      message: `${message}. ${hint}`,
    })),
  }
}

function partLines({ environment, wave, refused }: ReviewPart, plan: readonly string[]): readonly string[] {
  if (refused !== undefined) return [`**${plain(environment)}**: ${plain(refused)}.`, '']
  const next =
    wave.region === undefined
      ? []
      : [`This is wave **${plain(wave.region)}**; next, one at a time: ${wave.next.map(plain).join(', ')}.`, '']
  return [...plan, '', ...next]
}

function findingLines(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return []
  const rows = sortFindings(findings)
    .slice(0, FINDINGS_SHOWN)
    .map(
      (each) =>
        `- **${each.severity}** ${code(`${each.file}:${each.line}`)} ${plain(clip(`${each.message}. ${each.hint}`, 400))} (${code(each.rule)})`,
    )
  const { lines } = fitting(
    rows.map((each) => [each]),
    FINDINGS_LIMIT,
  )
  const left = findings.length - lines.length
  return ['### Findings', '', ...lines, ...(left > 0 ? [`- and ${left} more`] : []), '']
}
