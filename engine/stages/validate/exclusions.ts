import type { Component } from '../../model/component.ts'
import type { AuthoredPolicyFolder, Sourced } from '../../model/document.ts'
import type { Environment } from '../../model/environment.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import type { PolicyPlacement } from '../../model/policy-placement.ts'
import { selectClusters } from '../../model/selection.ts'
import { suggestion } from '../../model/suggest.ts'
import { shown } from './words.ts'

interface Context {
  readonly components: readonly Component[]
  readonly folders: readonly AuthoredPolicyFolder[]
}

const RULE = 'placement/exclusion'

/** What a placement's PolicySet leaves out must be there, once, and leave every policy some cluster. */
export function checkExclusions(
  { value, document }: Sourced<PolicyPlacement>,
  environment: Environment,
  context: Context,
): readonly Finding[] {
  const { policies, clusters, policySet } = value.spec
  const all = environment.spec.clusters.map((each) => each.name)
  const reached = clusters.hub ? all : selectClusters(environment, clusters)
  const seen = new Set<string>()
  return (policySet?.exclusions ?? []).flatMap((each, i): readonly Finding[] => {
    const at = `/spec/policySet/exclusions/${i}`
    const report = (pointer: string, message: string, hint: string) => [
      finding(RULE, document.locate(`${at}${pointer}`), message, hint),
    ]
    if (!policies.includes(each.policy))
      return report(
        '/policy',
        `this placement has no policy ${shown(each.policy, '')}`,
        suggestion(each.policy, policies, 'name one of its `policies`'),
      )
    if (seen.has(each.policy))
      return report('/policy', `${shown(each.policy, '')} is excluded twice`, 'write all its clusters into one entry')
    seen.add(each.policy)
    if (isStateful(each.policy, context))
      return report('/policy', `${shown(each.policy, '')} is stateful and goes to all its clusters`, 'remove the entry')
    const foreign = each.clusters.findIndex((name) => !reached.includes(name))
    if (foreign >= 0)
      return report(
        `/clusters/${foreign}`,
        `this placement does not reach cluster ${shown(each.clusters[foreign] ?? '', '')}`,
        suggestion(each.clusters[foreign] ?? '', reached, 'name a cluster of it'),
      )
    if (reached.every((name) => each.clusters.includes(name)))
      return report(
        '/clusters',
        `no cluster is left for ${shown(each.policy, '')}`,
        'take it out of `policies` instead',
      )
    return []
  })
}

function isStateful(name: string, { components, folders }: Context): boolean {
  const folder = folders.find((each) => each.name === name)
  return components.some((each) => each.name === name && each.stateful) || folder?.policy?.value.spec.stateful === true
}
