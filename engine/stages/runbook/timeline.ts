import type { QuorumPoint, RegionChange, RunbookStep, RunbookWave } from '../../model/runbook.ts'
import { isRebuilt } from '../../model/runbook.ts'
import type { StretchedService } from '../../model/stretched.ts'
import type { Members } from './quorums.ts'
import { joiningOneByOne, leavingOneByOne, membersIn, pointOf } from './quorums.ts'

export interface TimelineInput {
  readonly change: RegionChange
  /** The services over the clusters that run now, dead ones included. */
  readonly before: readonly StretchedService[]
  /** The same over those of the end. */
  readonly after: readonly StretchedService[]
}

/** Votes at every step, each asked once and in the order of the steps: who votes changes on the way. */
export interface Timeline {
  asItIs(): readonly QuorumPoint[]
  during(wave: RunbookWave): readonly QuorumPoint[]
  leaving(step: RunbookStep): readonly QuorumPoint[]
  atTheEnd(): readonly QuorumPoint[]
}

export function timeline({ change, before, after }: TimelineInput): Timeline {
  const { kind, joining, leaving, staying } = change
  const known = [...staying, ...leaving, ...joining]
  const regionOf = (cluster: string) => known.find((each) => each.name === cluster)?.region ?? cluster
  const rebuilt = isRebuilt(change)
  const dead = kind === 'replace' ? leaving.map((each) => each.name) : []
  const members = new Map<string, Members>(before.map((each) => [each.name, membersIn(each)]))
  const now = (service: StretchedService) => members.get(service.name) ?? new Map<string, number>()
  const away = (regions: readonly string[]) => [
    ...new Set([...known.filter((each) => regions.includes(each.region)).map((each) => each.name), ...dead]),
  ]
  const arrivals = (regions: readonly string[]) => joining.filter((each) => regions.includes(each.region) && !rebuilt)
  const join = (regions: readonly string[]) =>
    after.flatMap((service) => {
      const states = joiningOneByOne(now(service), service, arrivals(regions))
      members.set(service.name, states.at(-1) ?? now(service))
      const when = (state: Members) => `${sum(state)} members, ${regions.join(', ')} joining`
      return states.map((state) => pointOf(service, state, regionOf, { when: when(state), away: dead }))
    })
  return {
    asItIs: () => before.map((each) => pointOf(each, now(each), regionOf, { when: 'as it is', away: dead })),
    during: ({ regions }) => {
      if (arrivals(regions).length > 0) return join(regions)
      // Services over the clusters of the end rule once those that leave are out, over those of the start until all are in.
      const services = kind === 'retire' ? after : before
      const restarting = staying.filter((each) => regions.includes(each.region)).length > 0
      const when = restarting ? `while ${regions.join(', ')} restarts` : 'meanwhile'
      return services.map((each) => pointOf(each, now(each), regionOf, { when, away: away(regions) }))
    },
    leaving: (step) => {
      const service = (kind === 'retire' ? before : after).find((each) => each.name === step.votersLeave)
      if (service === undefined || rebuilt) return []
      const states = leavingOneByOne(now(service), leaving)
      members.set(service.name, states.at(-1) ?? now(service))
      return states.map((state) => {
        const gone = dead.filter((each) => state.has(each))
        return pointOf(service, state, regionOf, { when: `${sum(state)} members left`, away: gone })
      })
    },
    atTheEnd: () => after.map((each) => pointOf(each, membersIn(each), regionOf, { when: 'at the end' })),
  }
}

function sum(members: Members): number {
  return [...members.values()].reduce((total, each) => total + each, 0)
}
