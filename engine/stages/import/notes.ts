import type { ImportNote } from '../../model/imported.ts'
import type { ClusterObservation, Observation } from '../../model/observation.ts'
import { visible } from '../../model/visible.ts'
import type { Trial } from './trial.ts'

/** Problems that are listed one by one; the rest is counted. */
const SHOWN = 20

const NOTHING =
  'no cluster shows any object: what is written is guessed from names alone; is this the folder or context that was meant?'

/** What the source could show, could not, and what was left out as no part of the platform. */
export function observationNotes(observation: Observation, outside: number): readonly ImportNote[] {
  const unknown = observation.clusters.flatMap((each): readonly ImportNote[] =>
    each.state === 'seen' ? shortfallNotes(each) : [{ kind: 'unseen', text: `${each.cluster}: ${reasonOf(each)}` }],
  )
  const problems = observation.clusters.flatMap((each) =>
    each.state === 'seen' ? each.problems.map((problem) => `${each.cluster}: ${visible(problem)}`) : [],
  )
  const more = problems.length - SHOWN
  const seen = observation.clusters.filter((each) => each.state === 'seen')
  const isBare = seen.length > 0 && seen.every((each) => each.objects.length === 0)
  return [
    ...(isBare ? [{ kind: 'unseen', text: NOTHING } as const] : []),
    ...unknown,
    ...problems.slice(0, SHOWN).map((text): ImportNote => ({ kind: 'unseen', text })),
    ...(more > 0 ? [{ kind: 'unseen', text: `${more} more problems in reading` } as const] : []),
    ...(outside > 0
      ? [
          {
            kind: 'saw',
            text: `${outside} objects are no part of the platform or made by controllers; not imported`,
          } as const,
        ]
      : []),
  ]
}

function reasonOf(each: Exclude<ClusterObservation, { readonly state: 'seen' }>): string {
  return each.state === 'unknown' ? visible(each.reason) : 'only policy statuses were seen, no objects'
}

function shortfallNotes(each: Extract<ClusterObservation, { readonly state: 'seen' }>): readonly ImportNote[] {
  return (each.shortfalls ?? []).map((shortfall) => ({
    kind: 'unseen',
    text: `${each.cluster}: ${shortfall.kind}${shortfall.namespace === '' ? '' : ` in ${shortfall.namespace}`} ${shortfall.state}: ${visible(shortfall.message)}`,
  }))
}

/** What is wrong with the desired state that came out: a person has to decide it. */
export function errorNotes({ environment, errors }: Trial): readonly ImportNote[] {
  const texts = errors
    .slice(0, SHOWN)
    .map(({ file, text }): ImportNote => ({ kind: 'unseen', text: `${file}: ${visible(text)}` }))
  if (environment !== undefined) return texts
  return [
    { kind: 'unseen', text: 'no valid environment can be written from what was seen; no files are written' },
    ...texts,
  ]
}
