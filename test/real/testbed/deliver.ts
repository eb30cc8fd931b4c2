import { API_AUDIENCE } from '../../../engine/model/api-audience.ts'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, isObject, textAt } from '../../../engine/model/json.ts'
import type { Cluster } from './cluster.ts'
import { ApiError } from './kube-client.ts'
import type { Rendered, RenderedObject } from './rendered.ts'

export interface Delivery {
  readonly hub: Cluster
  readonly hubNamespace: string
  readonly rendered: Rendered
}

/** What a delivery did: objects as they were applied, and those whose kind the cluster does not serve. */
export interface Delivered {
  readonly objects: readonly JsonObject[]
  readonly unserved: readonly JsonObject[]
}

/**
 * Puts what policies desire on a cluster, as enforced ones would: templates resolved, every object applied with strict
 * validation, and tried again while others of them still make room for it. Throws what the cluster goes on refusing.
 */
export async function deliver(how: Delivery, cluster: Cluster, policies: readonly string[]): Promise<Delivered> {
  const objects: JsonObject[] = []
  const unserved: JsonObject[] = []
  let open = policies
    .flatMap((each) => how.rendered.objects(each))
    .filter((each) => each.complianceType !== 'mustnothave')
  while (open.length > 0) {
    const refused = new Map<(typeof open)[number], unknown>()
    for (const each of open) {
      try {
        const resolved = (await resolve(each.object, how, cluster)) as JsonObject
        if (await isServed(cluster, resolved)) {
          await cluster.apply(resolved, { manager: 'config-policy-controller', force: true })
          objects.push(resolved)
        } else unserved.push(resolved)
      } catch (error) {
        refused.set(each, error)
      }
    }
    if (refused.size === open.length) throw new Error(told(refused), { cause: [...refused.values()][0] })
    open = [...refused.keys()]
  }
  return { objects, unserved }
}

function told(refused: ReadonlyMap<RenderedObject, unknown>): string {
  return [...refused]
    .map(([{ template }, error]) => `${template}: ${error instanceof Error ? error.message : error}`)
    .join('\n')
}

async function isServed(cluster: Cluster, object: JsonObject): Promise<boolean> {
  const [group = '', version] = (textAt(object, 'apiVersion') ?? '').split('/')
  const path = version === undefined ? `/api/${group}` : `/apis/${group}/${version}`
  const answer = await cluster.ask({ path })
  if (answer.status === 404) return false
  if (answer.status !== 200) throw new ApiError(answer, { path })
  return JSON.stringify(answer.body).includes(`"kind":"${textAt(object, 'kind')}"`)
}

/** Resolves the templates that the components write; any other form is an error, never passed on. */
async function resolve(value: Json, how: Delivery, cluster: Cluster): Promise<Json> {
  if (typeof value === 'string') return await resolveText(value, how, cluster)
  if (Array.isArray(value)) return await Promise.all(value.map((each) => resolve(each, how, cluster)))
  if (!isObject(value)) return value
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, each]) => [key, await resolve(each, how, cluster)] as const),
  )
  return Object.fromEntries(entries)
}

const COPY = /^\{\{hub copySecretData "([^"]*)" "([^"]*)" hub\}\}$/
const ANY = /\{\{(hub)? ?(.*?) ?(?:hub)?\}\}/g
const READ =
  /^(?:or )?\(?(fromSecret|fromConfigMap) "([^"]*)" "([^"]*)" "([^"]*)"\)?(?: \(fail "[^"]*"\))?((?: \| \w+)*)$/

async function resolveText(text: string, how: Delivery, cluster: Cluster): Promise<Json> {
  const copied = COPY.exec(text)
  if (copied) {
    const [, namespace = '', name = ''] = copied
    return (await held(how.hub, 'Secret', namespace || how.hubNamespace, name)).data ?? {}
  }
  const parts = await Promise.all(
    [...text.matchAll(ANY)].map(async ([whole, hub, expression = '']) => {
      if (whole === API_AUDIENCE.text) return [whole, 'https://kubernetes.default.svc'] as const
      const found = READ.exec(expression)
      if (!found) throw new Error(`no template of ours: ${whole}`)
      const [, kind, namespace = '', name = '', key = '', pipes = ''] = found
      const where = hub ? how.hub : cluster
      const object = await held(
        where,
        kind === 'fromSecret' ? 'Secret' : 'ConfigMap',
        namespace || how.hubNamespace,
        name,
      )
      const read = textAt(at(object, 'data'), key)
      if (!read) throw new Error(`${whole}: ${where.name} has no such key`)
      return [whole, pipes.includes('base64dec') ? Buffer.from(read, 'base64').toString() : read] as const
    }),
  )
  return parts.reduce((done, [whole, read]) => done.replace(whole, () => read), text)
}

async function held(cluster: Cluster, kind: string, namespace: string, name: string): Promise<JsonObject> {
  const object = await cluster.get('v1', kind, namespace, name)
  if (!object) throw new Error(`${cluster.name} has no ${kind} ${namespace}/${name}`)
  return object
}
