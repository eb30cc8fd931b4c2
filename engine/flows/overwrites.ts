import { observe } from '../effects/observe.ts'
import type { ChangePlan } from '../model/change-plan.ts'
import type { Drift } from '../model/drift.ts'
import type { Json } from '../model/json.ts'
import { at, listAt, textAt } from '../model/json.ts'
import { WRITE_NOISE } from '../model/noise-rules.ts'
import type { Source } from '../model/observation.ts'
import { redactReport } from '../model/redact-report.ts'
import { isEnforced as isEnforcedTemplate } from '../model/remediation.ts'
import type { Rendered } from '../model/rendered.ts'
import { compare } from '../stages/compare.ts'
import { statusesFor, unreported } from '../stages/judge/statuses-for.ts'
import { judge } from '../stages/judge.ts'
import { readHub } from '../stages/read-hub.ts'

/** What RHACM would change at once where a change enforces something, and where that cannot be told. */
export interface Overwrites {
  readonly environment: string
  /** Without a ripeness or a history: each is there now. */
  readonly drifts: readonly Drift[]
  /** Clusters that could not be seen, with the reason. */
  readonly unseen: readonly { readonly cluster: string; readonly reason: string }[]
  /** Templates that the source cannot evaluate. */
  readonly notEvaluated: number
}

export interface OverwritesInput {
  readonly source: Source
  readonly parseYaml: (text: string) => Json
  readonly redactionKey?: string | undefined
  readonly now: string
}

/** Compares the policies that a change newly enforces with live clusters; undefined where it enforces nothing anew. */
export async function overwritesOf(
  change: ChangePlan,
  after: Rendered,
  input: OverwritesInput,
): Promise<Overwrites | undefined> {
  const enforced = enforcedAnew(change, after)
  if (enforced.size === 0) return undefined
  const policies = after.policies.flatMap((each) => {
    const clusters = enforced.get(each.name)
    return clusters ? [{ ...each, clusters }] : []
  })
  const rendered = { ...after, policies }
  const observed = readHub(await observe(input.source, rendered, input.now), namespaceOf(rendered))
  const observation = statusesFor(rendered, observed)
  const report = redactReport(
    judge({
      rendered,
      observation,
      compare: (template, objects) => compare(template, objects, { parseYaml: input.parseYaml, server: 'live' }),
      sourceOf: (name) => ({ file: `rendered/${after.environment}/${name}.yaml`, line: 1 }),
      memory: { firstSeen: new Map(), lastSeen: new Map() },
      redactionKey: input.redactionKey,
      noise: WRITE_NOISE,
    }),
  )
  const reached = new Set([...enforced.values()].flat())
  const unseen = report.clusters
    .filter((each) => reached.has(each.name) && (each.state === 'unknown' || each.state === 'error'))
    .map((each) => ({ cluster: each.name, reason: each.reason ?? 'it could not be seen' }))
  return {
    environment: after.environment,
    drifts: report.drifts,
    unseen,
    notEvaluated:
      report.notEvaluated.filter((each) => reached.has(each.cluster)).length +
      observation.clusters.flatMap((each) => (reached.has(each.cluster) ? unreported(rendered, each) : [])).length,
  }
}

/** By policy, the clusters on which a change enforces it for the first time. */
function enforcedAnew(change: ChangePlan, after: Rendered): ReadonlyMap<string, readonly string[]> {
  return new Map(
    change.policies.flatMap((each) => {
      const turned = each.risks.flatMap((risk) => (risk.kind === 'newly-enforced' ? (risk.clusters ?? []) : []))
      const comes = isEnforced(after, each.policy) ? each.gained : []
      const clusters = [...new Set([...turned, ...comes])]
      return clusters.length > 0 ? [[each.policy, clusters] as const] : []
    }),
  )
}

/** What is enforced and comes to a cluster overwrites there as well. */
function isEnforced({ policies }: Rendered, name: string): boolean {
  const object = policies.find((each) => each.name === name)?.object
  return listAt(object, 'spec', 'policy-templates').some((each) =>
    isEnforcedTemplate(object?.spec, at(each, 'objectDefinition')),
  )
}

function namespaceOf({ policies }: Rendered): string {
  return textAt(policies[0]?.object, 'metadata', 'namespace') ?? ''
}
