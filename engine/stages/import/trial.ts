import type { SeenCluster } from '../../model/imported.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { isObject, listAt, textAt } from '../../model/json.ts'
import { identityOf, keyOf } from '../../model/kube.ts'
import { ANNOTATION } from '../../model/labels.ts'
import type { PlannedPolicy } from '../../model/plan.ts'
import type { ObjectDifference, Verdict } from '../../model/verdict.ts'
import { effectiveKey } from './find.ts'

/** What an environment renders to, and what is wrong with it. */
export interface Trial {
  /** With its defaults filled in; undefined where it is not valid by its schema. */
  readonly environment: Json | undefined
  readonly policies: readonly PlannedPolicy[]
  /** Findings of severity error. */
  readonly errors: readonly { readonly file: string; readonly text: string }[]
}

export type Render = (environment: JsonObject) => Trial
export type Compare = (template: JsonObject, objects: readonly JsonObject[]) => Verdict

/** A desired ConfigurationPolicy of a policy, on one cluster that was seen. */
export interface PlacedTemplate {
  readonly policy: PlannedPolicy
  readonly cluster: SeenCluster
  /** Pointer of the ConfigurationPolicy in the Policy. */
  readonly pointer: string
  readonly definition: JsonObject
  readonly role: string
}

/** Policy templates of a trial, once for each cluster that was seen and that they are placed on. */
export function placedTemplates(
  policies: readonly PlannedPolicy[],
  seen: readonly SeenCluster[],
): readonly PlacedTemplate[] {
  return policies.flatMap((policy) =>
    seen
      .filter((each) => policy.clusters.includes(each.name))
      .flatMap((cluster) =>
        listAt(policy.object, 'spec', 'policy-templates').flatMap((template, i): readonly PlacedTemplate[] => {
          const definition = isObject(template) ? template.objectDefinition : undefined
          if (!isObject(definition) || definition.kind !== 'ConfigurationPolicy') return []
          const role = textAt(definition, 'metadata', 'annotations', ANNOTATION.role) ?? 'desired'
          return [{ policy, cluster, definition, role, pointer: `/spec/policy-templates/${i}/objectDefinition` }]
        }),
      ),
  )
}

/** Objects that a template asks for by name, without those that a hub or cluster template names. */
export function namedObjects(definition: JsonObject): readonly JsonObject[] {
  return listAt(definition, 'spec', 'object-templates').flatMap((each) => {
    const object = isObject(each) ? each.objectDefinition : undefined
    if (!isObject(object) || textAt(each, 'complianceType') === 'mustnothave') return []
    const { name, namespace } = keyOf(object)
    return name === '' || name.includes('{{') || namespace.includes('{{') ? [] : [object]
  })
}

/** Identities of a cluster's objects; built once for each list. */
const IDENTITIES = new WeakMap<readonly JsonObject[], ReadonlySet<string>>()

export function identitiesOf(cluster: SeenCluster): ReadonlySet<string> {
  const known = IDENTITIES.get(cluster.objects)
  if (known) return known
  const made = new Set(cluster.objects.map((each) => identityOf(effectiveKey(each))))
  IDENTITIES.set(cluster.objects, made)
  return made
}

export interface Presence {
  readonly present: number
  readonly missing: readonly { readonly cluster: string; readonly object: JsonObject }[]
}

/** How many of the objects that a component asks for are there. */
export function presenceOf(component: string, templates: readonly PlacedTemplate[]): Presence {
  const asked = templates
    .filter((each) => each.policy.component === component && each.role === 'desired')
    .flatMap(({ cluster, definition }) => namedObjects(definition).map((object) => ({ cluster, object })))
  const missing = asked.filter(({ cluster, object }) => !identitiesOf(cluster).has(identityOf(effectiveKey(object))))
  return {
    present: asked.length - missing.length,
    missing: missing.map(({ cluster, object }) => ({ cluster: cluster.name, object })),
  }
}

export interface Deviation {
  readonly template: PlacedTemplate
  readonly difference: ObjectDifference
}

/** Where desired templates and observed objects disagree. */
export function deviations(templates: readonly PlacedTemplate[], compare: Compare): readonly Deviation[] {
  return templates
    .filter((each) => each.role === 'desired')
    .flatMap((template) =>
      compare(template.definition, template.cluster.objects).differences.map((difference) => ({
        template,
        difference,
      })),
    )
}
