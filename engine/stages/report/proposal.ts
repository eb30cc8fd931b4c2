import type { ChangePlan } from '../../model/change-plan.ts'
import {
  movedApproval,
  movedCommand,
  movedCount,
  removalApproval,
  removalCommand,
  removalCount,
  unaskedRemovals,
} from '../../model/change-plan.ts'
import type { ProposalDraft } from '../../model/forge.ts'
import type { Pause } from '../../model/pause.ts'
import type { Wave } from '../../model/wave.ts'
import { code, plain } from './markdown.ts'
import { planMarkdown, planSummary } from './plan.ts'

export interface ChangeNotes {
  readonly wave: Wave
  readonly pause: Pause | undefined
  /** Objects that may go without a person's tick. */
  readonly removalLimit: number
  /** How often policies that stay may come to or leave a cluster without one. */
  readonly moveLimit?: number
  /** The version that made what is merged, where this is an upgrade. */
  readonly from?: string
}

/** The change proposal of an environment: its text is the plan, its diff is `rendered/`. */
export function changeProposal(
  plan: ChangePlan,
  base: string,
  { wave, pause, from, removalLimit, moveLimit = Number.POSITIVE_INFINITY }: ChangeNotes,
): ProposalDraft {
  return {
    marker: `change/${plan.environment}`,
    branch: `isthmus/change/${plan.environment}`,
    base,
    title: `${plan.environment}: ${from === undefined ? '' : 'upgrade of Isthmus, '}${plan.isTakenOut ? 'taken out, ' : ''}${planSummary(plan)}${wave.region === undefined ? '' : ` in ${wave.region}`}`,
    body: [
      ...pauseLines(pause),
      ...upgradeLines(from),
      ...approvalLines(plan, removalLimit),
      ...moveLines(plan, moveLimit),
      ...waveLines(wave),
      planMarkdown(plan),
      '',
      '---',
      'The diff is `rendered/`, made from the default branch. Merging it lets the hub deliver it. A commit of a person on this branch is never overwritten.',
    ].join('\n'),
    labels: ['isthmus', 'isthmus/change'],
  }
}

function approvalLines(plan: ChangePlan, limit: number): readonly string[] {
  if (removalCount(plan) <= unaskedRemovals(plan, limit)) return []
  const what = plan.isTakenOut
    ? 'A whole environment would go'
    : `More than ${limit} objects would no longer be asked for`
  return [
    `${what}. The gate stays red until a person ticks this:`,
    '',
    `- [ ] ${removalApproval(plan)}`,
    '',
    `A comment with the line \`${removalCommand(plan)}\` does the same.`,
    '',
  ]
}

function moveLines(plan: ChangePlan, limit: number): readonly string[] {
  if (movedCount(plan) <= limit) return []
  return [
    `Policies that stay would come to or leave clusters more than ${limit} times. The gate stays red until a person ticks this:`,
    '',
    `- [ ] ${movedApproval(plan)}`,
    '',
    `A comment with the line \`${movedCommand(plan)}\` does the same.`,
    '',
  ]
}

function upgradeLines(from: string | undefined): readonly string[] {
  if (from === undefined) return []
  return [
    `**Upgrade.** What is merged was made by version ${code(from)}; this is what the present version makes of the sources, with whatever of them was not proposed before.`,
    '',
  ]
}

function pauseLines(pause: Pause | undefined): readonly string[] {
  if (pause === undefined) return []
  return [
    `**Paused until ${plain(pause.until)}**, because ${plain(pause.reason)}. The gate stays red for waves and for what is newly enforced.`,
    '',
  ]
}

function waveLines({ region, next }: Wave): readonly string[] {
  if (region === undefined) return []
  return [
    `**Wave ${plain(region)}.** What is stateful and runs already moves one region at a time, so that the loss of another one meanwhile stops nothing.`,
    `*Next*, each a proposal of its own after this one is merged and settled: ${next.map(plain).join(', ')}.`,
    '',
  ]
}
