import { Ajv2020 } from 'ajv/dist/2020.js'
import { shippedCatalog } from '../../../engine/model/catalog.ts'
import type { Component, ComponentInput, ObjectDraft, PolicyDraft } from '../../../engine/model/component.ts'
import type { Environment } from '../../../engine/model/environment.ts'
import { environmentSchema } from '../../../engine/model/environment.ts'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { textAt } from '../../../engine/model/json.ts'
import { mirror, settle } from '../../../engine/model/traced.ts'

const ajv = new Ajv2020({ useDefaults: true, strict: true, allErrors: true })

type Cloud = Environment['spec']['clusters'][number]['cloud']
export interface Sketch {
  readonly regions: readonly {
    readonly name: string
    readonly cloud?: Cloud
    readonly region?: string
    readonly zones?: number
  }[]
  readonly components?: { readonly [name: string]: JsonObject }
  readonly survive?: 'region' | 'region+node'
  readonly base?: string
}

export const AWS: Sketch = {
  regions: [
    { name: 'cluster1', region: 'us-east-1' },
    { name: 'cluster2', region: 'us-east-2' },
    { name: 'cluster3', region: 'us-west-2' },
  ],
}

export function environmentOf(sketch: Sketch): Environment {
  const environment: unknown = {
    apiVersion: 'isthmus.dev/v1alpha1',
    kind: 'Environment',
    metadata: { name: 'gdw' },
    spec: {
      hub: { namespace: 'isthmus-gdw', clusterSet: 'gdw' },
      domain: { base: sketch.base ?? 'example.com' },
      survive: sketch.survive ?? 'region',
      clusters: sketch.regions.map((each, i) => ({
        name: each.name,
        cloud: each.cloud ?? 'aws',
        region: each.region ?? `region-${i}`,
        zones: Array.from({ length: each.zones ?? 3 }, (_, z) => `${each.region ?? `region-${i}`}${'abcdef'[z]}`),
        network: { pods: `10.${128 + 4 * i}.0.0/14`, services: `172.${16 + i}.0.0/16`, machines: `10.${i}.0.0/16` },
      })),
      components: structuredClone(sketch.components ?? {}),
    },
  }
  return valid<Environment>(environmentSchema.literal, environment)
}

function valid<T>(schema: unknown, value: unknown): T {
  const id = (schema as { $id?: string }).$id
  const check = (id === undefined ? undefined : ajv.getSchema(id)) ?? ajv.compile(schema as object)
  if (!check(value)) throw new Error(`the fixture does not match its schema: ${JSON.stringify(check.errors)}`)
  return value as T
}

/** What a component is given, settings completed with their defaults as `validate` does. */
export function inputFor<S>(component: Component<S>, sketch: Sketch, settings: JsonObject = {}): ComponentInput<S> {
  const components = { ...sketch.components, [component.name]: settings }
  const environment = environmentOf({ ...sketch, components })
  const checked = valid<S>(component.settings.literal, environment.spec.components[component.name])
  const origin = { file: 'environments/gdw.yaml', document: 0, pointer: '' }
  const whole = mirror(environment, origin)
  return {
    environment,
    clusters: environment.spec.clusters,
    settings: checked,
    catalog: shippedCatalog,
    uses: (name) => environment.spec.components[name] !== undefined,
    from: {
      settings: mirror(checked, { ...origin, pointer: `/spec/components/${component.name}` }),
      spec: whole.spec,
      cluster: (name) => {
        const index = environment.spec.clusters.findIndex((each) => each.name === name)
        const cluster = environment.spec.clusters[index]
        if (!cluster) throw new Error(`no cluster ${name}`)
        return mirror(cluster, { ...origin, pointer: `/spec/clusters/${index}` })
      },
    },
  }
}

export interface Rendered {
  readonly policy: string
  readonly target: string
  readonly template: string
  readonly role: string
  readonly draft: ObjectDraft
  readonly object: JsonObject
  readonly origins: ReadonlyMap<string, readonly { readonly pointer: string }[]>
}

/** Every object of every configuration template, plain. */
export function objectsOf(policies: readonly PolicyDraft[]): readonly Rendered[] {
  return policies.flatMap((policy) =>
    policy.templates.flatMap((template) =>
      template.kind !== 'configuration'
        ? []
        : template.objects.map((draft) => {
            const settled = settle(draft.object)
            return {
              policy: policy.name,
              target: policy.target === 'hub' ? 'hub' : policy.target.cluster,
              template: template.name,
              role: template.role,
              draft,
              object: settled.value as JsonObject,
              origins: settled.origins,
            }
          }),
    ),
  )
}

export interface Wanted {
  readonly kind: string
  readonly name?: string
  readonly target?: string
  readonly role?: string
  readonly policy?: string
}

export function findAll(rendered: readonly Rendered[], wanted: Wanted): readonly Rendered[] {
  return rendered.filter(
    (each) =>
      textAt(each.object, 'kind') === wanted.kind &&
      (wanted.name === undefined || textAt(each.object, 'metadata', 'name') === wanted.name) &&
      (wanted.target === undefined || each.target === wanted.target) &&
      (wanted.policy === undefined || each.policy === wanted.policy) &&
      each.role === (wanted.role ?? 'desired'),
  )
}

/** The first object that fits; a test that finds none fails with what it looked for. */
export function find(rendered: readonly Rendered[], wanted: Wanted): Rendered {
  const [found] = findAll(rendered, wanted)
  if (!found) throw new Error(`no ${JSON.stringify(wanted)} among ${rendered.length} objects`)
  return found
}

export function strings(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(strings)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : []
}
