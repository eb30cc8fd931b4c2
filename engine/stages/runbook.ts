import type {
  LeftBehind,
  NumberedStep,
  RegionChange,
  Runbook,
  RunbookStep,
  RunbookWave,
  StepPhase,
} from '../model/runbook.ts'
import type { StretchedService } from '../model/stretched.ts'
import { firstSteps, lastSteps, rebuildSteps, waveStep } from './runbook/own-steps.ts'
import { timeline } from './runbook/timeline.ts'

export interface RunbookInput {
  readonly environment: string
  readonly change: RegionChange
  /** Stretched services over the clusters that run now, and over those of the end. */
  readonly before: readonly StretchedService[]
  readonly after: readonly StretchedService[]
  readonly waves: readonly RunbookWave[]
  readonly componentSteps: readonly RunbookStep[]
  readonly leftBehind: readonly LeftBehind[]
  readonly notes: readonly string[]
  /** Reasons why this must not begin now. */
  readonly blockers: readonly string[]
}

type Draft = Omit<NumberedStep, 'number'>

/** The life of a region as numbered steps, with the votes at each: nothing is asked for, and nothing is done. */
export function runbook(input: RunbookInput): Runbook {
  const { environment, change, waves, leftBehind, before, after } = input
  const votes = timeline(input)
  const start = votes.asItIs()
  const of = (phase: StepPhase): readonly Draft[] =>
    input.componentSteps.flatMap((step) =>
      step.phase === phase ? [{ ...step, quorums: step.votersLeave === undefined ? [] : votes.leaving(step) }] : [],
    )
  const first = firstSteps(change).map((step) => ({ ...step, quorums: start }))
  const land = (wave: RunbookWave, i: number): Draft => ({
    ...waveStep(wave, i + 1, waves.length, namesIn(change, wave.regions)),
    wave,
    quorums: votes.during(wave),
  })
  const drafts: readonly Draft[] = [
    ...first,
    ...of('prepare'),
    ...of('unpublish'),
    ...of('drain'),
    ...rebuildSteps(change).map(unmoved),
    ...waves.slice(0, 1).map(land),
    ...of('arrive'),
    ...waves.slice(1).map((wave, i) => land(wave, i + 1)),
    ...of('settle'),
    ...of('clean'),
    ...lastSteps(change, leftBehind.length > 0).flatMap((step) => (step.phase === 'clean' ? [unmoved(step)] : [])),
    ...of('last'),
    ...lastSteps(change, false).map(unmoved),
  ]
  const end = votes.atTheEnd()
  const steps = drafts.map((step, i) => ({ number: i + 1, ...step }))
  const isHeld = (each: NumberedStep) => each.quorums.every((point) => point.tolerance >= 0)
  return {
    environment,
    kind: change.kind,
    region: change.region,
    joining: change.joining.map((each) => each.name),
    leaving: change.leaving.map((each) => each.name),
    staying: change.staying.map((each) => each.name),
    isSafe: input.blockers.length === 0 && steps.every(isHeld) && end.every((each) => each.toleranceAfterRegion >= 0),
    quorums: before.flatMap((service) => {
      const last = end.find((each) => each.service === service.name)
      const now = start.find((each) => each.service === service.name)
      return last === undefined || now === undefined
        ? []
        : [{ service: service.name, before: quorumFigures(now), after: quorumFigures(last) }]
    }),
    steps,
    leftBehind,
    notes: [...input.blockers, ...input.notes, ...evenNotes(after.length === 0 ? [] : end)],
  }
}

function unmoved(step: RunbookStep): Draft {
  return { ...step, quorums: [] }
}

function quorumFigures({ voters, quorum, largestRegion, toleranceAfterRegion }: Runbook['quorums'][number]['before']) {
  return { voters, quorum, largestRegion, toleranceAfterRegion }
}

function evenNotes(end: ReturnType<ReturnType<typeof timeline>['atTheEnd']>): readonly string[] {
  return end.flatMap(({ service, voters }) =>
    voters % 2 === 0
      ? [`${service} ends with ${voters} voters: an even number tolerates no more than ${voters - 1}`]
      : [],
  )
}

function namesIn({ joining, staying, leaving }: RegionChange, regions: readonly string[]): readonly string[] {
  const known = [...staying, ...joining, ...leaving]
  const names = known.filter((each) => regions.length === 0 || regions.includes(each.region)).map((each) => each.name)
  return [...new Set(names)]
}
