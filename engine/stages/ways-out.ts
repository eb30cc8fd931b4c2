import type { Sourced } from '../model/document.ts'
import type { Environment } from '../model/environment.ts'
import type { Exception } from '../model/exception.ts'
import type { Finding } from '../model/finding.ts'
import { finding } from '../model/finding.ts'
import type { Override } from '../model/override.ts'
import { pauseAt } from '../model/pause.ts'
import type { Plan } from '../model/plan.ts'
import { suggestion } from '../model/suggest.ts'
import { isPast } from '../model/way-out.ts'
import { withoutEffect } from './ways-out/without-effect.ts'

/** A pause that is over freezes nothing, and the next reader takes it for one that does. */
export function checkPause({ value, document }: Sourced<Environment>, now: string): readonly Finding[] {
  const { pause } = value.spec
  if (!pause || pauseAt(value, now) !== undefined) return []
  const message = `the pause ended ${pause.until} and freezes nothing any more`
  return [
    finding('pause/expired', document.locate('/spec/pause'), message, 'remove it, or give it a later end', 'warning'),
  ]
}

/**
 * Exceptions and overrides of one environment held against its plan, and against the date where the caller knows one
 * (`now`, RFC 3339): an expansion is the same on every day, so what has run out is said and not silently dropped.
 */
export function checkWaysOut(
  plan: Plan,
  temporary: readonly (Sourced<Exception> | Sourced<Override>)[],
  now?: string,
): readonly Finding[] {
  const environment = plan.environment.metadata.name
  return temporary
    .filter((each) => each.value.spec.environment === environment)
    .flatMap((each) => [...checkPolicy(each, plan), ...(now === undefined ? [] : runOut(each, now))])
}

function checkPolicy({ value, document }: Sourced<Exception> | Sourced<Override>, plan: Plan): readonly Finding[] {
  const { policy: name, clusters } = value.spec
  const policy = plan.policies.find((each) => each.name === name)
  const isOverride = value.kind === 'Override'
  const group = isOverride ? 'override' : 'exception'
  // An exception for what is gone excepts nothing; an override would leave a binding without a policy.
  const severity = isOverride ? 'error' : 'warning'
  const place = document.locate('/spec/policy')
  if (!policy) {
    const known = plan.policies.map((each) => each.name)
    const hint = suggestion(name, known, `remove this ${value.kind}`)
    return [finding(`${group}/unknown-policy`, place, `nothing renders a policy ${name}`, hint, severity)]
  }
  const elsewhere = clusters.flatMap((cluster, i) => {
    if (policy.clusters.includes(cluster)) return []
    const message = `policy ${name} is not placed on ${cluster}`
    const hint = `it is on ${policy.clusters.join(', ')}`
    return [finding(`${group}/not-placed`, document.locate(`/spec/clusters/${i}`), message, hint, severity)]
  })
  return [...elsewhere, ...withoutEffect({ value, document }, policy)]
}

function runOut({ value, document }: Sourced<Exception> | Sourced<Override>, now: string): readonly Finding[] {
  const { until, owner } = value.spec
  if (!isPast(until, now)) return []
  const place = document.locate('/spec/until')
  const hint = `remove it, or ask ${owner} whether it is still needed and give it a later day`
  return value.kind === 'Override'
    ? [
        finding(
          'override/expired',
          place,
          `${value.metadata.name} was to enforce until ${until} and still does`,
          hint,
          'warning',
        ),
      ]
    : [
        finding(
          'exception/expired',
          place,
          `${value.metadata.name} ran out on ${until}: what it excepted is drift again`,
          hint,
          'warning',
        ),
      ]
}
