import type { ExceptedReport } from '../model/exception.ts'
import { lostMembersOf } from '../model/lost-members.ts'
import type { StretchedService } from '../model/stretched.ts'
import { componentOf } from '../model/stretched.ts'
import { votesWithDown } from '../model/votes-left.ts'
import type { Rollout } from '../model/wave.ts'
import type { Standing } from './gate/tolerances.ts'
import { tolerances } from './gate/tolerances.ts'

/** One condition of the gate, in a sentence. */
export interface GateCheck {
  readonly rule: string
  readonly isGreen: boolean
  readonly sentence: string
}

export interface Gate {
  readonly environment: string
  /** Regions in which the proposal changes what is stateful and runs. */
  readonly regions: readonly string[]
  readonly isGreen: boolean
  readonly checks: readonly GateCheck[]
}

export interface GateInput {
  /** Present where no source asks for the environment any more: it goes at once, by a person's word. `pruned`: objects that RHACM deletes then. */
  readonly takenOut?: { readonly pruned: number }
  /** Regions in which what goes a region at a time changes. */
  readonly regions: readonly string[]
  /** Components that a merged placement rolls out `all-at-once`, with the regions in which they change. */
  readonly together?: Rollout['together']
  /** Policies that turn from inform to enforce: no wave, but nothing to be done while something is frozen. */
  readonly enforced: readonly string[]
  /** Objects that would no longer be asked for, how many may go unasked, and whether a person ticked the box for exactly these. */
  readonly removals: { readonly count: number; readonly limit: number; readonly isApproved: boolean }
  /** How often policies that stay come to or leave a cluster. */
  readonly moves?: GateInput['removals']
  readonly clusters: readonly { readonly name: string; readonly region: string }[]
  /** A look at the clusters as they are now. */
  readonly report: ExceptedReport
  /** As they are merged now. */
  readonly services: readonly StretchedService[]
  /** Clusters of which the sources ask for members, and that hold none by what is merged. */
  readonly joining?: readonly string[]
  /** As the step leaves them, and which cluster is where then; absent: as now. */
  readonly afterwards?: Standing
  readonly pause: { readonly reason: string; readonly until: string } | undefined
  /** Where the sources have an error (`file:line`): neither a pause nor what a quorum needs can be told. */
  readonly error?: string | undefined
  /** Further open proposals that change a running stateful component of this environment. */
  readonly otherWaves: readonly string[]
  /** RFC 3339 UTC. */
  readonly now: string
}

/** A look that is older says nothing about now. */
const FRESH_MINUTES = 15

/**
 * May this wave be merged now? Only while every other region is in sync and healthy by a fresh look, the quorum survives
 * the region that is being changed, no other wave is open and nothing is frozen (design section 6).
 */
export function gate(input: GateInput): Gate {
  const { report, together = [] } = input
  const regions = [...new Set([...input.regions, ...together.flatMap((each) => each.regions)])]
  const checks =
    regions.length === 0
      ? [nothing(input), removals(input), ...moves(input), ...enforcement(input)]
      : [...waveChecks(input), removals(input), ...moves(input)]
  return { environment: report.environment, regions, isGreen: checks.every((each) => each.isGreen), checks }
}

function waveChecks(input: GateInput): readonly GateCheck[] {
  const hasTurn = input.regions.length > 0
  const looked = [
    ...(hasTurn ? [oneRegion(input)] : []),
    ...allAtOnce(input),
    fresh(input),
    ...others(input),
    ...(hasTurn ? tolerances(input) : []),
    alone(input),
  ]
  return [...understood(input), ...looked, thawed(input)]
}

/** What is newly enforced overwrites clusters at once, so it waits for a thaw as a wave does. */
function enforcement(input: GateInput): readonly GateCheck[] {
  return input.enforced.length === 0 ? [] : [...understood(input), thawed(input)]
}

/** Said only where it is so: an error in any file leaves no environment expanded, and what cannot be read must not thaw. */
function understood({ error }: GateInput): readonly GateCheck[] {
  if (error === undefined) return []
  const sentence = `${error} on the default branch has an error: what is paused and what may be lost cannot be told`
  return [{ rule: 'gate/sources', isGreen: false, sentence }]
}

function nothing({ takenOut, report }: GateInput): GateCheck {
  const fate = takenOut?.pruned ? `RHACM deletes ${takenOut.pruned} objects with them` : 'what they made stays'
  const sentence = takenOut
    ? `no source asks for ${report.environment} any more: all its policies go at once, and ${fate}`
    : 'nothing that is stateful and runs is changed'
  return { rule: 'gate/no-wave', isGreen: true, sentence }
}

/** A slip of one line can take a component from every cluster; a person has to have meant it. */
function removals({ removals: { count, limit, isApproved } }: GateInput): GateCheck {
  const isGreen = count <= limit || isApproved
  const approved = isApproved && count > limit ? ', approved by a tick' : ''
  const sentence = `${count} objects would no longer be asked for${approved}${isGreen ? '' : `, more than ${limit}: tick the box on the proposal if that is meant`}`
  return { rule: 'gate/removals', isGreen, sentence }
}

/** Said only where a person is asked: most changes move nothing. */
function moves({ moves: asked }: GateInput): readonly GateCheck[] {
  if (asked === undefined || asked.count <= asked.limit) return []
  const { count, limit, isApproved } = asked
  const rest = isApproved
    ? ', approved by a tick'
    : `, more than ${limit}: tick the box on the proposal if that is meant`
  const sentence = `policies come to or leave clusters ${count} times${rest}`
  return [{ rule: 'gate/moves', isGreen: isApproved, sentence }]
}

function oneRegion({ regions }: GateInput): GateCheck {
  const isGreen = regions.length === 1
  const sentence = isGreen
    ? `only ${regions[0]} changes`
    : `${regions.join(', ')} would change together: propose one region at a time`
  return { rule: 'gate/one-region', isGreen, sentence }
}

/**
 * What a person asked for in a placement is not refused; what it risks is said (rule G11). A budget is for one member a cluster, so every
 * region has to be well beforehand.
 */
function allAtOnce({ together = [], services, clusters, report }: GateInput): readonly GateCheck[] {
  return together.map(({ component, regions }) => {
    const isChanged = (cluster: string) =>
      clusters.some((each) => each.name === cluster && regions.includes(each.region))
    const risks = services
      .filter((each) => componentOf(each) === component)
      .map((service) => {
        const lostIn = lostMembersOf(report, component)
        const down = (each: { readonly cluster: string; readonly nodes: number }) =>
          Math.min(each.nodes, lostIn(each) + (isChanged(each.cluster) ? 1 : 0))
        const { voters, left, quorum } = votesWithDown(service, down, clusters)
        const verdict = left < quorum ? ', which is no quorum: it may stop until they are back' : ''
        return `while one member of ${service.name} restarts in each, ${left} of ${voters} remain and ${quorum} are needed${verdict}`
      })
    const asked = `${component} changes in ${regions.join(', ')} together, as its placement asks`
    return { rule: 'gate/all-at-once', isGreen: true, sentence: [asked, ...risks].join('; ') }
  })
}

function fresh({ report, now }: GateInput): GateCheck {
  const minutes = Math.floor((Date.parse(now) - Date.parse(report.observedAt)) / 60_000)
  const isGreen = minutes >= 0 && minutes <= FRESH_MINUTES
  return {
    rule: 'gate/fresh',
    isGreen,
    sentence: `the clusters were looked at ${minutes} minutes ago${isGreen ? '' : `; at most ${FRESH_MINUTES} count as now`}`,
  }
}

/** Each other region: seen, as desired, and well. One that joins waits for its own wave, and cannot be well before. */
function others({ clusters, regions, report, joining = [] }: GateInput): readonly GateCheck[] {
  const names = [...new Set(clusters.map((each) => each.region))].filter((each) => !regions.includes(each))
  return names.map((region) => {
    const mine = clusters.filter((each) => each.region === region).map((each) => each.name)
    if (mine.every((name) => joining.includes(name))) return toCome(region)
    const states = report.clusters.filter(
      (each) => mine.includes(each.name) && each.state !== 'inSync' && each.state !== 'reverted',
    )
    const sick = report.unhealthy.filter((each) => mine.includes(each.cluster))
    const words = [
      ...states.map((each) => `${each.name} is ${each.state}`),
      ...(sick.length > 0
        ? [
            `${sick.length} of its health checks ${sick.length === 1 ? 'is' : 'are'} not met, first ${sick[0]?.template}: ${sick[0]?.message}`,
          ]
        : []),
    ]
    const isGreen = words.length === 0 && mine.every((name) => report.clusters.some((each) => each.name === name))
    return {
      rule: 'gate/other-regions',
      isGreen,
      sentence: `${region} ${isGreen ? 'is in sync and healthy' : `is not ready: ${words.join('; ') || 'it was not looked at'}`}`,
    }
  })
}

function toCome(region: string): GateCheck {
  const sentence = `${region} holds no member yet: what is there waits for its own wave`
  return { rule: 'gate/other-regions', isGreen: true, sentence }
}

/** The same where these other waves may be merged before it. */
export function beside(gate: Gate, otherWaves: readonly string[]): Gate {
  const found = alone({ otherWaves })
  return { ...gate, isGreen: false, checks: gate.checks.map((each) => (each.rule === found.rule ? found : each)) }
}

function alone({ otherWaves }: Pick<GateInput, 'otherWaves'>): GateCheck {
  const isGreen = otherWaves.length === 0
  return {
    rule: 'gate/no-other-wave',
    isGreen,
    sentence: isGreen ? 'no other wave is open' : `another wave is open: ${otherWaves.join(', ')}`,
  }
}

/** A dark region or a person freezes everything that may restart something. */
function thawed({ pause, report }: GateInput): GateCheck {
  const dark = report.clusters.filter((each) => each.state === 'unknown').map((each) => each.name)
  const words = [
    ...(pause ? [`paused until ${pause.until} because ${pause.reason}`] : []),
    ...(dark.length > 0 ? [`frozen while ${dark.join(', ')} cannot be seen`] : []),
  ]
  return {
    rule: 'gate/freeze',
    isGreen: words.length === 0,
    sentence: words.length === 0 ? 'nothing is frozen' : words.join('; '),
  }
}
