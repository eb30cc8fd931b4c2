import type { Json, JsonObject } from '../../engine/model/json.ts'
import { isEqual, isObject, textAt } from '../../engine/model/json.ts'
import type { Cluster } from './testbed/cluster.ts'
import { ApiError } from './testbed/kube-client.ts'

export interface Applied {
  /** The server's sentence for each object that it refused. */
  readonly refused: readonly string[]
  /** Names of objects that were not the same after everything was applied once more. */
  readonly changed: readonly string[]
}

/** Several policies may ask for parts of one object: each is a manager of its own, as each patches it alone. */
const managerOf = (at: number) => `policy-${at}`
const ABREAST = 8

/** `apiVersion kind namespace/name`, as messages name an object. */
export function nameOf(object: JsonObject): string {
  const namespace = textAt(object, 'metadata', 'namespace')
  const name = textAt(object, 'metadata', 'name') ?? ''
  return `${textAt(object, 'apiVersion')} ${textAt(object, 'kind')} ${namespace === undefined ? '' : `${namespace}/`}${name}`
}

/** Applies every object twice with strict field validation, namespaces first, as the enforcing controller would. */
export async function applyTwice(cluster: Cluster, objects: readonly JsonObject[]): Promise<Applied> {
  const asked = objects.map((object, at) => ({ object, manager: managerOf(at) }))
  const rounds = [asked.filter((each) => isNamespace(each.object)), asked.filter((each) => !isNamespace(each.object))]
  const apply = async () => {
    const refused = []
    for (const round of rounds) refused.push(...(await abreast(round, (each) => refusalOf(cluster, each))))
    return refused.flatMap((each) => each ?? [])
  }
  const refused = await apply()
  const before = await abreast(objects, (object) => stateOf(cluster, object))
  refused.push(...(await apply()))
  const after = await abreast(objects, (object) => stateOf(cluster, object))
  return { refused, changed: objects.filter((_, at) => !isEqual(before[at], after[at])).map(nameOf) }
}

/** What the server cannot decode strictly: the sentences about unknown fields. Only a part of each object need be named. */
export async function undecodable(cluster: Cluster, objects: readonly JsonObject[]): Promise<readonly string[]> {
  // What is missing is refused too, but after that.
  const isUnknown = (message: string) => /strict decoding error|unknown field|failed to create typed/.test(message)
  return (await refusals(cluster, objects)).filter(isUnknown)
}

/** Takes everything away again, namespaces excepted: they would take minutes, and hurt nobody. */
export async function removeAll(cluster: Cluster, objects: readonly JsonObject[]): Promise<void> {
  await abreast(
    objects.filter((object) => object.kind !== 'Namespace'),
    (object) => cluster.remove(...placeOf(object)),
  )
}

/** Works on all of them, a few at a time; the answers are in the order asked. */
export async function abreast<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<readonly R[]> {
  const answers: R[] = []
  const next = all.entries()
  const worker = async () => {
    for (const [at, each] of next) answers[at] = await work(each)
  }
  await Promise.all(Array.from({ length: ABREAST }, worker))
  return answers
}

/** What the server refuses of the objects when it is only asked; nothing is stored. */
export async function refusals(cluster: Cluster, objects: readonly JsonObject[]): Promise<readonly string[]> {
  const answers = await abreast(objects, (object) =>
    refusalOf(cluster, { object, manager: managerOf(0), dryRun: true }),
  )
  return answers.flatMap((each) => each ?? [])
}

interface Asked {
  readonly object: JsonObject
  readonly manager: string
  readonly dryRun?: boolean
}

async function refusalOf(cluster: Cluster, { object, manager, dryRun = false }: Asked): Promise<string | undefined> {
  try {
    await cluster.apply(object, { manager, force: true, dryRun })
    return undefined
  } catch (error) {
    if (error instanceof ApiError) return error.message
    throw error
  }
}

/** A server that has just made an object moves who owns a defaulted label when it is applied again: a new version, the same object. */
async function stateOf(cluster: Cluster, object: JsonObject): Promise<Json> {
  const found = await cluster.get(...placeOf(object))
  if (!isObject(found?.metadata)) return null
  const { managedFields: _, resourceVersion: __, ...metadata } = found.metadata
  return { ...found, metadata }
}

function placeOf(object: JsonObject): readonly [apiVersion: string, kind: string, namespace: string, name: string] {
  const [apiVersion = '', kind = ''] = [textAt(object, 'apiVersion'), textAt(object, 'kind')]
  return [apiVersion, kind, textAt(object, 'metadata', 'namespace') ?? '', textAt(object, 'metadata', 'name') ?? '']
}

function isNamespace(object: JsonObject): boolean {
  return object.kind === 'Namespace'
}
