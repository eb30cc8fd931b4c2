import type { Fight } from '../../model/drift.ts'
import { askedDigest } from '../../model/evidence.ts'
import type { Flip } from '../../model/flips.ts'
import { flipKey } from '../../model/flips.ts'
import { listAt, textAt } from '../../model/json.ts'
import type { RawDrift } from './sightings.ts'

const FEWEST_FLIPS = 3
const WINDOW_MS = 24 * 3_600_000

/** What is known of a drift that shows now. */
export interface Contested {
  /** On each cluster that shows it. */
  readonly members: readonly RawDrift[]
  readonly fingerprint: string
  readonly manager: string | null
  /** RFC 3339. */
  readonly now: string
}

/**
 * Two writers who keep undoing each other: the same fields of one object flipped three times within a day, this look included, while the
 * same was asked for. Of several clusters the one where it flipped most. Undefined where the history shows less.
 */
export function fightOver(
  { members, ...known }: Contested,
  flips: ReadonlyMap<string, readonly Flip[]> | undefined,
): Fight | undefined {
  const fights = members.flatMap((each) => fightOn(each, known, flips) ?? [])
  return fights.reduce<Fight | undefined>((most, each) => (most && most.flips >= each.flips ? most : each), undefined)
}

function fightOn(
  raw: RawDrift,
  { fingerprint, manager, now }: Omit<Contested, 'members'>,
  flips: ReadonlyMap<string, readonly Flip[]> | undefined,
): Fight | undefined {
  const own = new Set(raw.difference.fields.map((each) => each.pointer))
  const all = flips?.get(flipKey(raw.policy.component, raw.cluster, raw.difference.object)) ?? []
  if (all.length === 0) return undefined
  const asked = askedBy(raw)
  const recent = all.filter(
    (each) =>
      Date.parse(now) - Date.parse(each.time) <= WINDOW_MS &&
      (each.template !== raw.template || each.asked === undefined || each.asked === asked) &&
      each.pointers.some((pointer) => own.has(pointer)) === own.size > 0,
  )
  const [first] = recent
  const isNews = recent.at(-1)?.to !== fingerprint
  const count = recent.length + (isNews ? 1 : 0)
  if (!first || count < FEWEST_FLIPS) return undefined
  const managers = [...recent.map((each) => each.manager), manager ?? undefined].filter((each) => each !== undefined)
  return { managers: [...new Set(managers)].sort(), flips: count, since: first.time }
}

function askedBy({ policy, template }: RawDrift): string | undefined {
  const found = listAt(policy.object, 'spec', 'policy-templates').find(
    (each) => textAt(each, 'objectDefinition', 'metadata', 'name') === template,
  )
  return found === undefined ? undefined : askedDigest(found)
}
