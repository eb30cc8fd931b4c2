import type { Drift } from '../../model/drift.ts'
import type { Exception } from '../../model/exception.ts'
import type { Json } from '../../model/json.ts'
import type { Override } from '../../model/override.ts'
import { isPast } from '../../model/way-out.ts'
import { yamlText } from '../../stages/render/yaml.ts'
import type { Terms } from '../../stages/ways-out/documents.ts'
import { exceptionsFor, overridesFor } from '../../stages/ways-out/documents.ts'
import type { Request } from '../../stages/ways-out/requests.ts'
import type { Prepare, WayOutInput } from './change.ts'
import { expandWith, seenBy, withRendered } from './change.ts'

/** An exception in the repository, for exactly what is there now. */
export const prepareIgnore: Prepare = (request, drift, input) => {
  if (request.because === undefined) return { refused: 'to ignore a drift takes a reason' }
  const terms = termsOf(request, input, request.because)
  if ('refused' in terms) return terms
  const seen = seenBy(drift, input)
  const path = `exceptions/${input.report.environment}-${drift.fingerprint}.yaml`
  const text = documents(
    'Lived with for a while: every report lists it until the day is over.',
    exceptionsFor(drift, seen, terms),
  )
  const expanded = expandWith(new Map([[path, text]]), input)
  if ('refused' in expanded) return expanded
  return { change: { write: new Map([[path, text]]), remove: [] }, files: [path] }
}

/** An override for the policies of the drift on its clusters, with an end, and all that it would overwrite. */
export const prepareEnforce: Prepare = (request, drift, input) => {
  const terms = termsOf(request, input, request.because ?? `drift ${drift.fingerprint} was to be put back by RHACM`)
  if ('refused' in terms) return terms
  const seen = seenBy(drift, input)
  if (seen.length === 0) return { refused: `nothing renders policy ${drift.policy} any more` }
  if (seen.every((each) => isEnforced(each.policy, input)))
    return { refused: `policy ${drift.policy} is enforced already: something keeps RHACM from it, or undoes it` }
  const path = `placements/enforce-${drift.fingerprint}.yaml`
  const text = documents(
    'Enforced for a while: a proposal takes it out when the day is over.',
    overridesFor(drift, seen, terms),
  )
  const write = new Map([[path, text]])
  const expanded = expandWith(write, input)
  if ('refused' in expanded) return expanded
  const change = withRendered(write, expanded, input)
  return 'refused' in change ? change : { ...change, overwrites: overwritten(drift, seen, input) }
}

function termsOf(request: Request, { report }: WayOutInput, because: string): Terms | { readonly refused: string } {
  const { until } = request
  if (until === undefined) return { refused: 'it needs a last day' }
  if (isPast(until, report.observedAt)) return { refused: `${until} is over already` }
  return { environment: report.environment, until, because, owner: request.by }
}

function isEnforced(name: string, { expanded, report }: WayOutInput): boolean {
  const environment = expanded.environments.find((each) => each.name === report.environment)
  const placement = environment?.plan.policies.find((each) => each.name === name)?.placement
  const found = environment?.plan.placements.find((each) => each.metadata.name === placement)
  return found?.spec.remediationAction === 'enforce'
}

/** Whatever else these policies see there would be put back as well, wanted or not. */
function overwritten(
  drift: Drift,
  seen: readonly { readonly policy: string; readonly clusters: readonly string[] }[],
  { report }: WayOutInput,
): readonly Drift[] {
  const all = [...report.drifts, ...(report.excepted ?? []).map((each) => each.drift)]
  return all.flatMap((each) => {
    const policies = [each.policy, ...(each.policies ?? [])]
    const mine = seen.filter(({ policy }) => policies.includes(policy)).flatMap(({ clusters }) => clusters)
    const clusters = each.clusters.filter((cluster) => mine.includes(cluster))
    return each.fingerprint === drift.fingerprint || clusters.length === 0 ? [] : [{ ...each, clusters }]
  })
}

function documents(comment: string, values: readonly (Exception | Override)[]): string {
  return `# ${comment}\n${values.map((each) => yamlText(each as unknown as Json)).join('---\n')}`
}
