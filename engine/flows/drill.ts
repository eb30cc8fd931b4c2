import { clustersOf } from '../effects/observe.ts'
import { asRecorded } from '../model/as-recorded.ts'
import type { DriftReport } from '../model/drift.ts'
import type { DrillPlan, DrillSample } from '../model/drill.ts'
import { Failure } from '../model/failure.ts'
import type { Forge } from '../model/forge.ts'
import { regionOf } from '../model/geo.ts'
import type { Observation } from '../model/observation.ts'
import { unseen } from '../model/observation.ts'
import { pauseAt } from '../model/pause.ts'
import type { StretchedService } from '../model/stretched.ts'
import { visible } from '../model/visible.ts'
import { wantedOf } from '../model/wanted.ts'
import { openWaveIn } from '../model/wave.ts'
import { sampleOf } from '../stages/drill/sample.ts'
import { drillPlan } from '../stages/drill.ts'
import { gate } from '../stages/gate.ts'
import { parseLost } from '../stages/simulate/lost.ts'
import { readObserved } from '../stages/simulate/observed.ts'
import { simulate } from '../stages/simulate.ts'
import type { Expanded, ExpandedEnvironment } from './expand-all.ts'
import type { MergedEnvironment, PatrolInput } from './patrol.ts'
import { preparePatrol } from './patrol.ts'

export interface DrillFlowInput extends PatrolInput {
  readonly forge: Forge
  /** Region, or a cluster of it. */
  readonly lose: string
  /** Why one goes on although a check is red. */
  readonly anyway: string | null
}

export interface PreparedDrill {
  readonly plan: DrillPlan
  /** Looks once more; `now` is RFC 3339 UTC. */
  look(now: string): Promise<DrillSample>
}

/** Looks once, asks the gate and the simulation, and says whether this is the time. Nothing is written. */
export async function prepareDrill(input: DrillFlowInput): Promise<PreparedDrill> {
  const prepared = await preparePatrol(input)
  const expanded = merging(prepared.expanded)
  const clusters = lostClusters(input.lose, expanded)
  const region = clusters[0]?.region ?? input.lose
  const observation = await observeOnce(input, prepared, input.now)
  const report = await prepared.judge(observation)
  const { services } = expanded.stretched
  const running = asRecorded(services, prepared.rendered.topology)
  const otherWaves = await wavesOnTheirWay(input, prepared.environment, prepared.files)
  const plan = drillPlan({
    region,
    clusters,
    report,
    platform: expanded.stretched,
    predicted: predictionOf(expanded, region, observation, input.now),
    gate: gateOf(expanded, report, { region, services: running, otherWaves, now: input.now }),
    anyway: input.anyway,
    now: input.now,
  })
  const names = clusters.map((each) => each.name)
  const look = async (now: string) => {
    const seen = await observeOnce(input, prepared, now)
    return sampleOf(await prepared.judge(seen), seen, names, services)
  }
  return { plan, look }
}

function predictionOf({ plan, stretched }: ExpandedEnvironment, region: string, observation: Observation, now: string) {
  const { lost } = parseLost([region], plan.environment, stretched)
  return simulate(plan.environment, stretched, lost, readObserved(stretched, observation, now))
}

interface Moment {
  readonly region: string
  /** As they are merged. */
  readonly services: readonly StretchedService[]
  readonly otherWaves: readonly string[]
  readonly now: string
}

/** To lose a region is to change it: what the gate asks of a wave holds here as well. */
function gateOf({ plan }: ExpandedEnvironment, report: DriftReport, { region, services, otherWaves, now }: Moment) {
  return gate({
    regions: [region],
    enforced: [],
    removals: { count: 0, limit: 0, isApproved: false },
    clusters: plan.environment.spec.clusters,
    report,
    services,
    pause: pauseAt(plan.environment, now),
    otherWaves,
    now,
  }).checks
}

export interface WatchDrillInput {
  readonly look: PreparedDrill['look']
  readonly now: () => string
  readonly pollMs: number
  /** Resolves early when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
  readonly isOver: (samples: readonly DrillSample[]) => boolean
}

/** Looks again and again until the signal, or until the region was lost and everything is back. */
export async function* watchDrill(input: WatchDrillInput): AsyncIterable<DrillSample> {
  const samples: DrillSample[] = []
  while (!input.signal.aborted) {
    const sample = await input.look(input.now())
    samples.push(sample)
    yield sample
    if (input.isOver(samples)) return
    await input.sleep(input.pollMs, input.signal)
  }
}

/** A look that failed shows nothing: every cluster counts as not seen. */
async function observeOnce(
  { source }: DrillFlowInput,
  { rendered }: MergedEnvironment,
  now: string,
): Promise<Observation> {
  const clusters = clustersOf(rendered)
  try {
    return await source.observe(clusters, now, wantedOf(rendered))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { source: source.name, observedAt: now, clusters: unseen(clusters, error.message) }
  }
}

function merging({ environments, findings }: Expanded): ExpandedEnvironment {
  const [only] = environments
  if (only !== undefined) return only
  throw new Failure(
    'drill/sources-broken',
    `the merged sources have ${findings.length} findings, so nothing can be predicted`,
    {
      hint: 'run isthmus validate on the default branch',
    },
  )
}

function lostClusters(word: string, { plan, stretched }: ExpandedEnvironment) {
  const { environment } = plan
  const { lost, unknown } = parseLost([word], environment, stretched)
  const [first] = unknown
  const clusters = environment.spec.clusters.filter((each) => lost.clusters.has(each.name))
  const [one] = clusters
  if (one === undefined || first !== undefined)
    throw new Failure(
      'usage/unknown-loss',
      `${visible(word)} is no region or cluster of ${environment.metadata.name}`,
      {
        hint: first?.hint ?? 'a drill loses a whole region: name one',
      },
    )
  return environment.spec.clusters.filter((each) => regionOf(each) === regionOf(one))
}

async function wavesOnTheirWay(
  { forge }: DrillFlowInput,
  environment: string,
  rendered: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const open = await forge.findProposal(`change/${environment}`)
  const wave = openWaveIn(environment, rendered)
  return [
    ...(open?.state === 'open' ? [`#${open.number}`] : []),
    ...(wave !== undefined ? [`${wave.next.join(', ')} still to come`] : []),
  ]
}
