import { Ajv2020 } from 'ajv/dist/2020.js'
import { shippedCatalog } from '../../../engine/model/catalog.ts'
import type { CheckResult, Component, PolicyDraft, TemplateDraft } from '../../../engine/model/component.ts'
import type { Cluster, Environment } from '../../../engine/model/environment.ts'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at } from '../../../engine/model/json.ts'
import type { Settled, Tree } from '../../../engine/model/traced.ts'
import { settle } from '../../../engine/model/traced.ts'
import { componentInput } from '../../../engine/stages/expand/input.ts'

export type Cloud = Cluster['cloud']
const REGIONS: { readonly [cloud in Cloud]: readonly string[] } = {
  aws: ['us-east-1', 'us-east-2', 'us-west-2'],
  azure: ['eastus', 'westus', 'westeurope'],
  gcp: ['us-east1', 'us-west1', 'europe-west1'],
  other: ['hall-1', 'hall-2', 'hall-3'],
}

function zonesOf(cloud: Cloud, region: string): string[] {
  if (cloud === 'azure') return ['1', '2', '3']
  return ['a', 'b', 'c'].map((zone) => (cloud === 'gcp' ? `${region}-${zone}` : `${region}${zone}`))
}

/** The cluster in this position: `east-<index>`, with networks of its own. */
export function aCluster(index: number, cloud: Cloud = 'aws', change: Partial<Cluster> = {}): Cluster {
  const region = REGIONS[cloud][index] ?? `${REGIONS[cloud][0]}`
  return {
    name: `east-${index}`,
    cloud,
    region,
    zones: zonesOf(cloud, region),
    labels: {},
    network: {
      pods: `10.${128 + 4 * index}.0.0/14`,
      services: `172.${20 + index}.0.0/16`,
      machines: `10.${index}.0.0/16`,
      hostPrefix: 23,
    },
    ...change,
  }
}

export interface Situation {
  readonly clusters?: readonly Cluster[]
  /** Settings as a person writes them, by component. */
  readonly components?: { readonly [component: string]: JsonObject }
  readonly clusterSet?: string
}

export interface Expanded {
  readonly drafts: readonly PolicyDraft[]
  readonly findings: readonly CheckResult[]
}

function environmentOf(situation: Situation, components: { [name: string]: Record<string, unknown> }): Environment {
  return {
    apiVersion: 'isthmus.dev/v1alpha1',
    kind: 'Environment',
    metadata: { name: 'gdw' },
    spec: {
      hub: { namespace: 'isthmus-gdw', clusterSet: situation.clusterSet ?? 'gdw' },
      domain: { base: 'example.com' },
      survive: 'region',
      production: true,
      rendering: 'concrete',
      clusters: [...(situation.clusters ?? [aCluster(0), aCluster(1), aCluster(2)])],
      components,
    },
  }
}

/** What a component makes of a situation, its settings filled in by its own schema as the engine does. */
export function expandIn<S>(component: Component<S>, situation: Situation = {}): Expanded {
  const components = structuredClone({ [component.name]: {}, ...situation.components }) as {
    [name: string]: Record<string, unknown>
  }
  const validate = new Ajv2020({ strict: true, allErrors: true, useDefaults: true }).compile(
    component.settings.literal as object,
  )
  if (!validate(components[component.name])) throw new Error(JSON.stringify(validate.errors))
  const environment = environmentOf(situation, components)
  const input = componentInput(component, {
    environment: { value: environment, origin: { file: 'environments/gdw.yaml', document: 0, pointer: '' } },
    catalog: shippedCatalog,
  })
  return { drafts: component.expand(input), findings: component.check(input) }
}

/** `rule severity pointer` of each finding. */
export function findingsIn<S>(component: Component<S>, situation: Situation): readonly string[] {
  return expandIn(component, situation).findings.map((each) => `${each.rule} ${each.severity} ${each.pointer}`)
}

export function templatesOf(drafts: readonly PolicyDraft[], policy: string): readonly TemplateDraft[] {
  return drafts.filter((each) => each.name === policy).flatMap((each) => each.templates)
}

/** Names of the policies, each once. */
export function namesOf(drafts: readonly PolicyDraft[]): readonly string[] {
  return [...new Set(drafts.map((each) => each.name))]
}

function treesOf(template: TemplateDraft): readonly Tree[] {
  return template.kind === 'configuration' ? template.objects.map((each) => each.object) : []
}

/** Every object of the drafts, or of one policy, as plain JSON. */
export function objectsOf(drafts: readonly PolicyDraft[], policy?: string): readonly Json[] {
  const chosen = drafts.filter((each) => policy === undefined || each.name === policy)
  return chosen.flatMap((draft) => draft.templates.flatMap(treesOf)).map((tree) => settle(tree).value)
}

/** The first desired object of this kind and name, settled with the origins of its fields. */
export function settledObject(drafts: readonly PolicyDraft[], kind: string, name: string): Settled {
  const desired = drafts.flatMap((draft) => draft.templates).filter((each) => each.role === 'desired')
  const found = desired
    .flatMap(treesOf)
    .map((tree) => settle(tree))
    .find(({ value }) => at(value, 'kind') === kind && at(value, 'metadata', 'name') === name)
  if (!found) throw new Error(`no ${kind} ${name}`)
  return found
}

export function objectOf(drafts: readonly PolicyDraft[], kind: string, name: string): Json {
  return settledObject(drafts, kind, name).value
}

/** Rules that every draft obeys: unique template names, and waiting only for facts of the same policy. */
export function faultsOf(drafts: readonly PolicyDraft[]): readonly string[] {
  return drafts.flatMap(({ name: policy, templates }) => {
    const facts = templates.filter((each) => each.role === 'fact').map((each) => each.name)
    return templates.flatMap((template, i) => [
      ...(templates.findIndex((each) => each.name === template.name) === i
        ? []
        : [`${policy}/${template.name}: twice`]),
      ...(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(template.name) ? [] : [`${policy}/${template.name}: no name`]),
      ...(template.after ?? [])
        .filter((each) => !facts.includes(each))
        .map((each) => `${policy}/${template.name}: waits for ${each}`),
      ...(treesOf(template).length === 0 && template.kind === 'configuration'
        ? [`${policy}/${template.name}: empty`]
        : []),
    ])
  })
}
