import type { PolicyDraft } from '../model/component.ts'
import type { Environment } from '../model/environment.ts'
import type { ExpandInput, Located } from '../model/expansion.ts'
import { componentsUsed } from '../model/expansion.ts'
import type { Plan, PlannedObject, PlannedPolicy } from '../model/plan.ts'
import { HUB_CLUSTER } from '../model/plan.ts'
import type { PolicyPlacement } from '../model/policy-placement.ts'
import { selectClusters } from '../model/selection.ts'
import { topologyOf } from '../model/topology.ts'
import type { Origin, Tree } from '../model/traced.ts'
import { mirror } from '../model/traced.ts'
import { bindingsFor } from './expand/bindings.ts'
import { collapse } from './expand/collapse.ts'
import { generatedBy } from './expand/generated.ts'
import { componentInput } from './expand/input.ts'
import { overrideObjects } from './expand/overrides.ts'
import { plannedObject, plannedTemplate } from './expand/planned-object.ts'
import { policyName, policyTree } from './expand/policy.ts'
import { withoutExcluded } from './expand/policy-sets.ts'
import { shards } from './expand/shards.ts'
import { stretchedPlatform } from './expand/stretched.ts'
import { hubObjects, valuesName, valuesTree } from './expand/support.ts'

/** What one placement entry brings: the drafts of a component or of an authored policy. */
interface Placed {
  readonly component: string
  readonly stateful: boolean
  readonly origin: Origin
  readonly drafts: readonly PolicyDraft[]
  readonly placement: Located<PolicyPlacement>
  /** Clusters that the member policies go to. */
  readonly clusters: readonly string[]
}

/** Environment and placements in, everything that RHACM is to be given out. Pure: the same input gives the same plan. */
export function expand(input: ExpandInput): Plan {
  const environment = input.environment.value
  const placed = input.placements.flatMap((placement) => placedBy(placement, input))
  const used = componentsUsed(input)
  const capabilities = used.flatMap((each) => each.provides ?? [])
  const linkedBy = used.find((each) => each.provides?.includes('cluster-links'))?.name
  const made = placed.flatMap((each) => policiesOf(each, environment))
  const generated = input.placements.flatMap((placement) => generatedBy(placement, input))
  const all = [...made.map((each) => each.policy), ...generated.flatMap((each) => each.policies)]
  const policies = withoutExcluded(all, input.placements)
  // Bound as if nothing were excluded: the PolicySet says what is.
  const bound = all.filter(({ name }) => policies.some((each) => each.name === name))
  return {
    environment,
    placements: input.placements.map((each) => each.value),
    capabilities,
    topology: topologyOf(environment, stretchedPlatform(input), linkedBy),
    policies,
    bindings: [
      ...input.placements.flatMap((placement) => bindingsFor(placement, environment, bound, capabilities)),
      ...(input.overrides ?? []).flatMap((each) => overrideObjects(each, environment, policies, input.placements)),
    ],
    support: [
      ...hubObjects(environment, input.placements),
      ...supportOf(placed, input),
      ...made.flatMap((each) => each.values),
      ...generated.flatMap((each) => each.sets),
    ],
  }
}

function placedBy(placement: Located<PolicyPlacement>, input: ExpandInput): readonly Placed[] {
  const environment = input.environment.value
  const selection = placement.value.spec.clusters
  const all = environment.spec.clusters.map((each) => each.name)
  const members = selection.hub ? all : selectClusters(environment, selection)
  return placement.value.spec.policies.flatMap((name): readonly Placed[] => {
    const component = input.components.find((each) => each.name === name)
    if (component && environment.spec.components[name] !== undefined) {
      const drafts = component.expand(componentInput(component, input)).flatMap((each) => shards(each, all))
      const origin = { ...input.environment.origin, pointer: `/spec/components/${name}` }
      return [{ component: name, stateful: component.stateful, origin, drafts, placement, clusters: members }]
    }
    const authored = input.authored.find((each) => each.name === name)
    if (!authored) return []
    const drafts = authored.drafts(selection.hub ? [] : members, selection.hub === true)
    return [
      { component: name, stateful: authored.stateful, origin: authored.origin, drafts, placement, clusters: members },
    ]
  })
}

/** One policy of a placement, and the values that its hub templates read. */
interface Made {
  readonly policy: PlannedPolicy
  readonly values: readonly PlannedObject[]
}

function policiesOf(placed: Placed, environment: Environment): readonly Made[] {
  const isTemplated = environment.spec.rendering === 'templated'
  const values = (name: string) => valuesName(environment, policyName(environment, name))
  const collapsed = collapse(placed.drafts, placed.clusters, placed.stateful, isTemplated ? values : undefined)
  return collapsed.map((each) => {
    const { name: fullName, draft, clusters } = each
    const name = policyName(environment, fullName)
    const remediation = mirror(placed.placement.value, placed.placement.origin).spec.remediationAction
    // What a stateful component puts on the hub holds no state: it need not wait for a region's turn.
    const stateful = placed.stateful && draft.target !== 'hub'
    const tree = policyTree({ name, draft, component: placed.component, stateful, environment, remediation })
    const policy: PlannedPolicy = {
      ...plannedTemplate(tree, placed.origin),
      name,
      component: placed.component,
      stateful,
      clusters: draft.target === 'hub' ? [HUB_CLUSTER] : clusters,
      placement: placed.placement.value.metadata.name,
    }
    return {
      policy,
      values: (each.values ?? []).map((one) => plannedObject(valuesTree(environment, one), placed.origin)),
    }
  })
}

function supportOf(placed: readonly Placed[], input: ExpandInput): readonly PlannedObject[] {
  return placed.flatMap(({ component: name, origin }) => {
    const component = input.components.find((each) => each.name === name)
    const trees: readonly Tree[] = component?.support?.(componentInput(component, input)) ?? []
    return trees.map((tree) => plannedObject(tree, origin))
  })
}
