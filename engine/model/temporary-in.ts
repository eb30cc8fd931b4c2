import type { DesiredState, Sourced } from './document.ts'
import type { Environment } from './environment.ts'
import type { Exception } from './exception.ts'
import { describeKey } from './kube.ts'
import type { Override } from './override.ts'
import { pauseAt } from './pause.ts'
import type { Temporary } from './temporary.ts'
import { isPast } from './way-out.ts'

/** Everything that holds for a while in an environment, the pause first; what has ended stays listed until it is removed. */
export function temporaryIn(desired: DesiredState, environment: string, now: string): readonly Temporary[] {
  const pauses = desired.environments.filter((each) => each.value.metadata.name === environment)
  const isOurs = (each: Sourced<Exception> | Sourced<Override>) => each.value.spec.environment === environment
  return [
    ...pauses.flatMap((each) => pauseOf(each, now)),
    ...(desired.exceptions ?? []).filter(isOurs).map((each) => exceptionOf(each, now)),
    ...(desired.overrides ?? []).filter(isOurs).map((each) => overrideOf(each, now)),
  ]
}

function pauseOf({ value, document }: Sourced<Environment>, now: string): readonly Temporary[] {
  const { pause, clusters } = value.spec
  if (!pause) return []
  return [
    {
      kind: 'pause',
      name: '',
      what: 'waves, enforcement changes and certificate rolls',
      clusters: clusters.map((each) => each.name),
      until: pause.until,
      because: pause.reason,
      hasEnded: pauseAt(value, now) === undefined,
      source: placeOf(document, '/spec/pause'),
    },
  ]
}

function exceptionOf({ value, document }: Sourced<Exception>, now: string): Temporary {
  const { object, pointers = [], policy } = value.spec
  const fields = pointers.length > 0 ? ` at ${pointers.join(', ')}` : ''
  const what = `${describeKey({ ...object, namespace: object.namespace ?? '' })}${fields} (policy ${policy})`
  return {
    kind: 'exception',
    name: value.metadata.name,
    what,
    ...endOf(value.spec, now),
    source: placeOf(document, ''),
  }
}

function overrideOf({ value, document }: Sourced<Override>, now: string): Temporary {
  const what = `policy ${value.spec.policy} is enforced`
  return { kind: 'override', name: value.metadata.name, what, ...endOf(value.spec, now), source: placeOf(document, '') }
}

function endOf({ clusters, until, because, owner }: Exception['spec'] | Override['spec'], now: string) {
  return { clusters, until, because, owner, hasEnded: isPast(until, now) }
}

function placeOf(document: Sourced<unknown>['document'], pointer: string): Temporary['source'] {
  const { file, line } = document.locate(pointer)
  return { file, line }
}
