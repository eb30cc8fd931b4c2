import { isDeepStrictEqual } from 'node:util'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../../engine/model/json.ts'
import type { Cluster } from '../testbed/cluster.ts'
import type { TemplateWord } from './agent.ts'
import { nameOf } from './decide.ts'
import type { Replica, Spread } from './replicate.ts'
import { POLICY } from './replicate.ts'

const MOST_HISTORY = 10

/** Brings the status of a replica to what the agents say; the newest message stands first, a repeated one is not told again (policy-api 2.6). */
export async function reportReplica(
  hub: Cluster,
  { cluster, object }: Replica,
  words: readonly TemplateWord[],
  { known: found, now }: { readonly known: JsonObject | undefined; readonly now: Date },
): Promise<string> {
  const name = nameOf(object)
  const before = listAt(found, 'status', 'details')
  const details = words.map((word) => {
    const old = before.find((each) => textAt(each, 'templateMeta', 'name') === word.template)
    const history = told(listAt(old, 'history'), word.messages, name, now)
    return { templateMeta: { name: word.template }, compliant: word.compliant, history }
  })
  const compliant = worst(words.map((each) => each.compliant))
  const status = { ...(compliant === undefined ? {} : { compliant }), details }
  if (!isDeepStrictEqual(at(found, 'status', 'details'), details))
    await put(
      hub,
      { apiVersion: POLICY, kind: 'Policy', metadata: { name, namespace: cluster } },
      status,
      'governance-policy-framework',
    )
  return compliant ?? ''
}

function told(before: readonly Json[], messages: readonly string[], name: string, now: Date): readonly Json[] {
  const lastTimestamp = `${now.toISOString().slice(0, 19)}Z`
  let history = before
  for (const [i, message] of messages.entries()) {
    if (textAt(history[0], 'message') === message) continue
    const eventName = `${name}.${(BigInt(now.getTime()) * 1_000_000n + BigInt(i)).toString(16)}`
    history = [{ lastTimestamp, message, eventName }, ...history]
  }
  return history.slice(0, MOST_HISTORY)
}

/** Status of the roots: every placement, every cluster (policy-api 2.6). */
export async function reportRoots(
  hub: Cluster,
  { roots, placed, replicas }: Spread,
  compliance: ReadonlyMap<string, string>,
): Promise<void> {
  await Promise.all(
    roots.map(async (root) => {
      const own = replicas.filter((each) => each.root === nameOf(root)).sort((a, b) => (a.cluster < b.cluster ? -1 : 1))
      const placement = (placed.get(nameOf(root)) ?? []).map((each) => {
        const key = textAt(each, 'placementRef', 'kind') === 'Placement' ? 'placement' : 'placementRule'
        return { placementBinding: nameOf(each), [key]: textAt(each, 'placementRef', 'name') ?? '' }
      })
      const states = own.map(({ cluster, object }) => compliance.get(`${cluster} ${nameOf(object)}`) ?? '')
      const entries = own.map(({ cluster }, i) => {
        return { clustername: cluster, clusternamespace: cluster, ...(states[i] ? { compliant: states[i] } : {}) }
      })
      const compliant = own.length === 0 || states.includes('') ? undefined : worst(states)
      const isDisabled = at(root, 'spec', 'disabled') === true
      const status: JsonObject = {
        placement,
        ...(isDisabled ? {} : { status: entries, ...(compliant ? { compliant } : {}) }),
      }
      if (isDeepStrictEqual(at(root, 'status'), status)) return
      const metadata = { name: nameOf(root), namespace: textAt(root, 'metadata', 'namespace') ?? '' }
      await put(hub, { apiVersion: POLICY, kind: 'Policy', metadata }, status, 'governance-policy-propagator')
    }),
  )
}

async function put(hub: Cluster, object: JsonObject, status: JsonObject, manager: string): Promise<void> {
  await hub.applyStatus({ ...object, status }, { manager, force: true })
}

function worst(states: readonly string[]): string | undefined {
  const found = ['NonCompliant', 'Pending', 'Compliant'].find((each) => states.includes(each))
  return found
}

export function isReplica(object: Json): boolean {
  return (
    isObject(object) &&
    textAt(object, 'metadata', 'labels', 'policy.open-cluster-management.io/root-policy') !== undefined
  )
}
