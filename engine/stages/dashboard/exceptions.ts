import type { ExceptionView, OverrideView } from '../../model/dashboard.ts'
import type { Exception } from '../../model/exception.ts'
import type { Place } from '../../model/finding.ts'
import type { Override } from '../../model/override.ts'

/** A value of the repository with the place where it is written. */
export interface Placed<T> {
  readonly value: T
  readonly place: Place
}

/** Drifts that are lived with; those that have run out are shown until somebody removes them. */
export function exceptionViews(
  all: readonly Placed<Exception>[],
  environment: string,
  now: string,
): readonly ExceptionView[] {
  return all
    .filter(({ value }) => value.spec.environment === environment)
    .map((each) => ({ ...common(each, now), object: each.value.spec.object }))
    .sort(byEnd)
}

/** Policies that are enforced on some clusters until a day. */
export function overrideViews(
  all: readonly Placed<Override>[],
  environment: string,
  now: string,
): readonly OverrideView[] {
  return all
    .filter(({ value }) => value.spec.environment === environment)
    .map((each) => common(each, now))
    .sort(byEnd)
}

function common({ value, place }: Placed<Exception> | Placed<Override>, now: string): OverrideView {
  const { policy, clusters, until, because, owner } = value.spec
  return {
    name: value.metadata.name,
    policy,
    clusters,
    until,
    because,
    owner,
    // The last day is a whole one.
    isOver: until < now.slice(0, 10),
    source: { file: place.file, line: place.line },
  }
}

function byEnd(a: OverrideView, b: OverrideView): number {
  return a.until < b.until ? -1 : a.until > b.until ? 1 : 0
}
