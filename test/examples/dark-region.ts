import type { Json } from '../../engine/model/json.ts'
import { isObject, listAt, textAt } from '../../engine/model/json.ts'
import { ANNOTATION } from '../../engine/model/labels.ts'
import type { Plan } from '../../engine/model/plan.ts'
import { deliveries, LOCAL_CLUSTER, managedClusters, objectsOf } from './hub.ts'

/** A policy template as RHACM runs it on one cluster. */
interface Running {
  readonly cluster: string
  readonly kind: string
  readonly name: string
  readonly role: string
  readonly definition: Json
  readonly dependencies: readonly Json[]
}

/**
 * What RHACM would withdraw or switch off when one cluster's region goes dark. An unmet dependency deletes the template
 * that has it, so the worst is assumed: everything that is not a lasting fact of its own cluster counts as false.
 */
export function switchedOff(plan: Plan, dark: string): readonly string[] {
  const clusters = [LOCAL_CLUSTER, ...managedClusters(plan.environment)]
  const before = deliveries(objectsOf(plan), clusters)
  const after = deliveries(
    objectsOf(plan),
    clusters.map((each) => (each.name === dark ? { ...each, isDark: true } : each)),
  )
  const withdrawn = before.flatMap(({ policy, binding, clusters: reached }) => {
    const still = after.find((each) => each.policy === policy && each.binding === binding)?.clusters ?? []
    return reached.filter((each) => !still.includes(each)).map((each) => `${policy} is withdrawn from ${each}`)
  })
  const running = plan.policies.flatMap((policy) =>
    after.filter((each) => each.policy === policy.name).flatMap((each) => templatesOf(policy.object, each.clusters)),
  )
  return [...withdrawn, ...running.flatMap((each) => unmetDependencies(each, running))]
}

function templatesOf(policy: Json, clusters: readonly string[]): readonly Running[] {
  const shared = listAt(policy, 'spec', 'dependencies')
  return clusters.flatMap((cluster) =>
    listAt(policy, 'spec', 'policy-templates').map((template) => ({
      cluster,
      kind: textAt(template, 'objectDefinition', 'kind') ?? '',
      name: textAt(template, 'objectDefinition', 'metadata', 'name') ?? '',
      role: textAt(template, 'objectDefinition', 'metadata', 'annotations', ANNOTATION.role) ?? 'desired',
      definition: isObject(template) ? (template.objectDefinition ?? null) : null,
      dependencies: [...shared, ...listAt(template, 'extraDependencies')],
    })),
  )
}

/** Statuses are compared on the same cluster only (blueprint E1). */
function unmetDependencies(template: Running, running: readonly Running[]): readonly string[] {
  return template.dependencies.flatMap((dependency) => {
    const name = textAt(dependency, 'name')
    const needed = running.find(
      (each) => each.cluster === template.cluster && each.name === name && each.kind === textAt(dependency, 'kind'),
    )
    const holds = needed !== undefined && textAt(dependency, 'compliance') === 'Compliant' && isLastingFact(needed)
    return holds ? [] : [`${template.name} on ${template.cluster} is switched off by ${name}`]
  })
}

/** A fact stays true once it is true: an object of this cluster exists, whatever its state; nothing is looked up elsewhere. */
function isLastingFact({ role, kind, definition }: Running): boolean {
  const objects = listAt(definition, 'spec', 'object-templates')
  return (
    role === 'fact' &&
    kind === 'ConfigurationPolicy' &&
    objects.length > 0 &&
    !JSON.stringify(definition).includes('{{') &&
    objects.every((each) => textAt(each, 'complianceType') === 'musthave' && isExistence(each))
  )
}

function isExistence(template: Json): boolean {
  const object = isObject(template) ? template.objectDefinition : undefined
  if (!isObject(object) || !isObject(object.metadata)) return false
  const { apiVersion: _, kind: __, metadata, ...content } = object
  return Object.keys(content).length === 0 && Object.keys(metadata).every((key) => /^(name|namespace)$/.test(key))
}
