import type { DriftReport } from '../model/drift.ts'
import type { DrillCheck, DrillEvidence, DrillPlan, DrillSample } from '../model/drill.ts'
import type { Cluster } from '../model/environment.ts'
import type { StretchedPlatform } from '../model/stretched.ts'
import type { Survival } from '../model/survival.ts'
import { measured } from './drill/measure.ts'
import { waysToCut } from './drill/ways.ts'

export interface DrillInput {
  readonly region: string
  /** The clusters of that region. */
  readonly clusters: readonly Cluster[]
  readonly report: DriftReport
  readonly platform: StretchedPlatform
  readonly predicted: Survival
  /** What the gate says of a change in that region now. */
  readonly gate: readonly DrillCheck[]
  readonly anyway: string | null
  readonly now: string
}

/** Is now a safe time, how is it done, and what is to be expected? */
export function drillPlan(input: DrillInput): DrillPlan {
  const { region, clusters, report, predicted, anyway, now } = input
  const names = clusters.map((each) => each.name)
  const checks = [
    survives(predicted),
    whole(region, names, report),
    // That one region alone changes is what a drill is, and it takes no object away.
    ...input.gate.filter((each) => !['gate/one-region', 'gate/removals'].includes(each.rule)),
  ]
  return {
    environment: report.environment,
    region,
    clusters: names,
    source: report.source,
    plannedAt: now,
    isSafe: checks.every((each) => each.isGreen),
    checks,
    anyway,
    ways: waysToCut(clusters, input.platform.services),
    predicted,
  }
}

function survives({ survives: isGreen, weakest, lost }: Survival): DrillCheck {
  const why = weakest === null ? '' : `: ${weakest.name}, ${weakest.why}`
  const sentence = `the platform ${isGreen ? 'survives' : 'does not survive'} the loss of ${lost.join(', ')} by simulation${isGreen ? '' : why}`
  return { rule: 'drill/survives', isGreen, sentence }
}

/** A region that is ill already rehearses something else. */
function whole(region: string, names: readonly string[], report: DriftReport): DrillCheck {
  const bad = report.clusters.filter((each) => names.includes(each.name) && !/^(?:inSync|reverted)$/.test(each.state))
  const sick = report.unhealthy.filter((each) => names.includes(each.cluster))
  const words = [
    ...bad.map((each) => `${each.name} is ${each.state}`),
    ...(sick.length > 0
      ? [`${sick.length} of its health checks ${sick.length === 1 ? 'is' : 'are'} not met, first ${sick[0]?.template}`]
      : []),
  ]
  const isSeen = names.every((name) => report.clusters.some((each) => each.name === name))
  const isGreen = words.length === 0 && isSeen
  const sentence = `${region} ${isGreen ? 'is itself in sync and healthy' : `is not whole itself: ${words.join('; ') || 'it was not looked at'}`}`
  return { rule: 'drill/region-whole', isGreen, sentence }
}

/** Lost, back, and everything as it was: a drill ends there by itself. */
export function isOver(samples: readonly DrillSample[]): boolean {
  const last = samples.at(-1)
  return samples.some((each) => each.region !== 'whole') && last?.region === 'whole' && last.others.length === 0
}

/** The plan with what was seen. No samples: nobody watched. */
export function drillEvidence(plan: DrillPlan, samples: readonly DrillSample[]): DrillEvidence {
  const lost = samples.findIndex((each) => each.region !== 'whole')
  const worst = samples.some((each) => each.region === 'dark') ? 'dark' : 'hit'
  const gone = samples.map((each) => each.region).lastIndexOf(worst)
  const back = lost === -1 ? undefined : samples[gone + 1]
  const isDone = isOver(samples)
  return {
    ...plan,
    outcome: samples.length === 0 ? 'planned' : isDone ? 'back' : lost === -1 ? 'never-lost' : 'interrupted',
    lostAt: samples[lost]?.at ?? null,
    backAt: back?.at ?? null,
    wholeAt: isDone ? (samples.at(-1)?.at ?? null) : null,
    samples,
    measured: samples.length === 0 ? [] : measured(samples, plan.predicted),
  }
}
