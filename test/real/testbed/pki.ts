import type { JsonObject } from '../../../engine/model/json.ts'
import { listAt, textAt } from '../../../engine/model/json.ts'
import { startCertManager } from './cert-manager.ts'
import type { Cluster } from './cluster.ts'
import type { Delivery } from './deliver.ts'
import { deliver } from './deliver.ts'
import type { Platform } from './platform.ts'
import type { RunningProcess } from './process.ts'
import { until } from './process.ts'
import type { Rendered } from './rendered.ts'

export const HUB_NAMESPACE = 'isthmus-gdw'

export interface PkiOptions {
  readonly platform: Platform
  readonly rendered: Rendered
  /** File like /etc/hosts that a member's cert-manager sees. */
  readonly names?: (member: string) => string
  /** Policies of the member besides those of certs, without its name. */
  readonly policies: readonly string[]
}

export interface Pki {
  readonly delivery: Delivery
  stop(): Promise<void>
}

/** cert-manager on the hub and every member, the root on the hub, an intermediate for each member, and what the policies ask for. */
export async function startPki({ platform, rendered, names, policies }: PkiOptions): Promise<Pki> {
  const { hub, members } = platform
  const delivery: Delivery = { hub, hubNamespace: HUB_NAMESPACE, rendered }
  const running: RunningProcess[] = []
  const stop = async () => void (await Promise.all(running.map((each) => each.stop())))
  try {
    running.push(await startCertManager(hub))
    await hub.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: HUB_NAMESPACE } }, { manager: 'test' })
    await deliver(delivery, hub, ['certs-root'])
    for (const member of members.values()) {
      const file = names?.(member.name)
      running.push(await startCertManager(member, file === undefined ? {} : { names: file }))
    }
    await Promise.all([...members.keys()].map((name) => secretOf(hub, 'pki-intermediates', `vault-bootstrap-${name}`)))
    for (const member of members.values()) {
      const own = policies.map((each) => `${each}-${member.name}`)
      await deliver(delivery, member, ['certs-operator', `certs-issuers-${member.name}`, ...own])
    }
    return { delivery, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A TLS Secret's members as text, once cert-manager has written them. */
export async function secretOf(
  cluster: Cluster,
  namespace: string,
  name: string,
): Promise<Readonly<Record<string, string>>> {
  return await until(`Secret ${namespace}/${name} of ${cluster.name}`, 60_000, async () => {
    const data = (await cluster.get('v1', 'Secret', namespace, name))?.data
    if (typeof data !== 'object' || data === null || !('tls.crt' in data)) return undefined
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(String(value), 'base64').toString()]),
    )
  })
}

export async function certificateOf(cluster: Cluster, namespace: string, name: string): Promise<JsonObject> {
  const found = await cluster.get('cert-manager.io/v1', 'Certificate', namespace, name)
  if (!found) throw new Error(`${cluster.name} has no Certificate ${namespace}/${name}`)
  return found
}

/** Status of a condition, or undefined where it is not there. */
export function conditionOf(object: JsonObject, type: string): string | undefined {
  const found = listAt(object, 'status', 'conditions').find((each) => textAt(each, 'type') === type)
  return textAt(found, 'status')
}

/** Waits until the Certificate is ready and not being issued. */
export async function issued(
  cluster: Cluster,
  namespace: string,
  name: string,
  withinMs = 60_000,
): Promise<JsonObject> {
  return await until(`Certificate ${namespace}/${name} of ${cluster.name} to be ready`, withinMs, async () => {
    const certificate = await certificateOf(cluster, namespace, name)
    const isReady = conditionOf(certificate, 'Ready') === 'True' && conditionOf(certificate, 'Issuing') !== 'True'
    return isReady ? certificate : undefined
  })
}

/** Asks for a renewal at once, as `cmctl renew` does. */
export async function renew(cluster: Cluster, namespace: string, name: string): Promise<void> {
  const certificate = await certificateOf(cluster, namespace, name)
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  const condition = {
    type: 'Issuing',
    status: 'True',
    reason: 'ManuallyTriggered',
    message: 'renewed by the test',
    lastTransitionTime: now,
  }
  const path = `/apis/cert-manager.io/v1/namespaces/${namespace}/certificates/${name}/status`
  const conditions = [...listAt(certificate, 'status', 'conditions'), condition]
  const answer = await cluster.ask({
    method: 'PATCH',
    path,
    body: { status: { conditions } },
    contentType: 'application/merge-patch+json',
  })
  if (answer.status !== 200) throw new Error(`renewal of ${name}: ${answer.status} ${JSON.stringify(answer.body)}`)
}

/** Has cert-manager look at every issuer now, which it would do by itself after up to five minutes of back-off. */
export async function lookAgain(cluster: Cluster): Promise<void> {
  for (const kind of ['ClusterIssuer', 'Issuer'])
    for (const issuer of await cluster.list('cert-manager.io/v1', kind))
      await cluster.mergePatch(issuer, { metadata: { annotations: { 'test/looked-at': `${Date.now()}` } } }, 'test')
}
