import { textAt } from '../../../engine/model/json.ts'
import type { Cluster } from '../testbed/cluster.ts'
import type { Platform } from '../testbed/platform.ts'
import type { AgentMemory, TemplateWord } from './agent.ts'
import { agentPass } from './agent.ts'
import { nameOf } from './decide.ts'
import type { Replica, Spread } from './replicate.ts'
import { POLICY, spread } from './replicate.ts'
import { isReplica, reportReplica, reportRoots } from './report-status.ts'

export interface Propagation {
  /**
   * Everything that the hub's and the clusters' controllers would do until nothing changes any more. Clusters named in
   * `dark` are not heard of: their agents neither write nor report.
   */
  settle(options?: { readonly dark?: readonly string[] }): Promise<void>
}

/** RHACM's propagation of one hub namespace, run when it is asked for: see README.md for what it does and does not do. */
export function propagationOn({ hub, members }: Pick<Platform, 'hub' | 'members'>, namespace: string): Propagation {
  const clusters = new Map<string, Cluster>([['local-cluster', hub], ...members])
  const memories = new Map<string, AgentMemory>(
    [...clusters.keys()].map((each) => [each, { written: new Map(), words: [] }]),
  )
  const replicated = new Map<string, string>()
  const settle = async (dark: readonly string[]): Promise<void> => {
    const found = await spread(hub, namespace)
    await replicate(hub, found.replicas, replicated)
    const words = new Map<string, readonly TemplateWord[]>()
    const agents = [...memories].filter(([name]) => !dark.includes(name))
    await Promise.all(
      agents.map(async ([name, memory]) => {
        const own = found.replicas.filter((each) => each.cluster === name)
        const cluster = clusters.get(name)
        if (cluster) words.set(name, await agentPass(cluster, own, memory))
      }),
    )
    await report(hub, found, words)
    // A label that a hub policy wrote may place other policies, and a Secret that it wrote may fill a hub template.
    const after = await spread(hub, namespace)
    if (JSON.stringify(after.replicas) !== JSON.stringify(found.replicas)) await settle(dark)
  }
  return { settle: ({ dark = [] } = {}) => settle(dark) }
}

async function report(hub: Cluster, found: Spread, words: ReadonlyMap<string, readonly TemplateWord[]>): Promise<void> {
  const now = new Date()
  const known = new Map(
    (await hub.list(POLICY, 'Policy')).map((each) => [
      `${textAt(each, 'metadata', 'namespace')} ${nameOf(each)}`,
      each,
    ]),
  )
  const compliance = await Promise.all(
    found.replicas.map(async (replica): Promise<[string, string]> => {
      const key = `${replica.cluster} ${nameOf(replica.object)}`
      const said = words.get(replica.cluster)?.filter((each) => each.policy === replica.root)
      const before = textAt(known.get(key), 'status', 'compliant') ?? ''
      return [
        key,
        said === undefined ? before : await reportReplica(hub, replica, said, { known: known.get(key), now }),
      ]
    }),
  )
  await reportRoots(hub, found, new Map(compliance))
}

async function replicate(hub: Cluster, replicas: readonly Replica[], known: Map<string, string>): Promise<void> {
  const manager = 'governance-policy-propagator'
  const wanted = new Map(replicas.map((each) => [`${each.cluster} ${nameOf(each.object)}`, each]))
  for (const old of (await hub.list(POLICY, 'Policy')).filter(isReplica)) {
    const cluster = String((old.metadata as { namespace?: string }).namespace)
    if (wanted.has(`${cluster} ${nameOf(old)}`)) continue
    await hub.remove(POLICY, 'Policy', cluster, nameOf(old))
    known.delete(`${cluster} ${nameOf(old)}`)
  }
  await Promise.all(
    [...wanted].map(async ([key, { object }]) => {
      const text = JSON.stringify(object)
      if (known.get(key) === text) return
      await hub.apply(object, { manager, force: true })
      known.set(key, text)
    }),
  )
}
