import { at, isObject, listAt, textAt } from '../../model/json.ts'
import type { Plan, PlannedPolicy } from '../../model/plan.ts'
import type { StretchedPlatform } from '../../model/stretched.ts'
import type { Origin } from '../../model/traced.ts'
import { originsAt } from '../../model/traced.ts'
import type { PlacedResult } from './placed.ts'

interface Claim {
  readonly host: string
  readonly path: string
  readonly route: string
  readonly policy: PlannedPolicy
  readonly origin: Origin | undefined
  /** Of the host. */
  readonly pointer: string
}

const HINT = 'give each a host of its own'

/** A host belongs to one Route of a cluster (the router admits the older of two), and a global name to one service. */
export function checkHosts(plan: Plan, { entries }: StretchedPlatform): readonly PlacedResult[] {
  const routes = claimedTwice(plan.policies.flatMap(claimsOf))
  const told = new Set(routes.map((each) => each.host))
  const global = entries.flatMap(({ pointer, hosts }) => {
    const names = hosts.map((each) => each.host)
    const twice = new Set(names.filter((each, i) => names.indexOf(each) !== i && !told.has(each)))
    return [...twice].map((host): PlacedResult => {
      const message = `the global name ${host} stands for two services, and users would reach one of them`
      return { rule: 'names/duplicate-host', severity: 'error', pointer, message, hint: HINT }
    })
  })
  return [...routes.map((each) => each.result), ...global]
}

function claimedTwice(claims: readonly Claim[]): readonly { readonly host: string; readonly result: PlacedResult }[] {
  const first = new Map<string, Claim>()
  const found = new Map<string, PlacedResult>()
  for (const claim of claims) {
    for (const cluster of claim.policy.clusters) {
      const key = JSON.stringify([cluster, claim.host, claim.path])
      const other = first.get(key)
      first.set(key, other ?? claim)
      if (other && other.route !== claim.route && !found.has(claim.host)) found.set(claim.host, twice(claim, other))
    }
  }
  return [...found].map(([host, result]) => ({ host, result }))
}

function twice({ host, route, origin, policy, pointer: at }: Claim, other: Claim): PlacedResult {
  return {
    rule: 'names/duplicate-host',
    severity: 'error',
    pointer: `/spec/components/${policy.component}`,
    ...(origin ? { origin } : { value: { planned: policy, pointer: at } }),
    message: `Route ${route} and Route ${other.route} have the host ${host}: the router of each cluster admits one of them`,
    hint: HINT,
  }
}

/** Routes that a policy wants, as far as their hosts are no templates. */
function claimsOf(policy: PlannedPolicy): readonly Claim[] {
  return listAt(policy.object, 'spec', 'policy-templates').flatMap((template, t) =>
    listAt(template, 'objectDefinition', 'spec', 'object-templates').flatMap((each, o): readonly Claim[] => {
      const object = at(each, 'objectDefinition')
      if (!isObject(object) || object.kind !== 'Route' || textAt(each, 'complianceType') === 'mustnothave') return []
      const host = textAt(object, 'spec', 'host')
      const name = textAt(object, 'metadata', 'name')
      if (host === undefined || name === undefined || host.includes('{{')) return []
      const pointer = `/spec/policy-templates/${t}/objectDefinition/spec/object-templates/${o}/objectDefinition/spec/host`
      // The base domain is part of every host; what tells them apart is the component's own setting.
      const own = originsAt(policy.origins, pointer).find((each) =>
        each.pointer.startsWith(`/spec/components/${policy.component}/`),
      )
      const route = `${textAt(object, 'metadata', 'namespace') ?? ''}/${name}`
      return [{ host, path: textAt(object, 'spec', 'path') ?? '', route, policy, origin: own, pointer }]
    }),
  )
}
