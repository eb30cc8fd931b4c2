import { components } from '../../../policies/index.ts'
import { directorySource } from '../../adapters/directory.ts'
import { terminalChat } from '../../adapters/terminal-chat.ts'
import { historyOn } from '../../effects/history.ts'
import { look } from '../../flows/patrol.ts'
import type { DriftPublished } from '../../flows/publish-drift.ts'
import { publishDrift } from '../../flows/publish-drift.ts'
import type { DriftReport } from '../../model/drift.ts'
import { noiseRulesWithout } from '../../model/noise-rules.ts'
import type { Rendered } from '../../model/rendered.ts'
import { parseYaml } from '../../stages/render/yaml.ts'
import { driftText } from '../../stages/report/text.ts'
import { memoryOf } from '../memory.ts'
import { ports } from './change.ts'
import { deliveredObjects, editObject, unplugCluster, writeCluster } from './clusters.ts'
import { changedBy } from './managed-fields.ts'
import type { Scene } from './stage.ts'

const REPLICAS = 'StatefulSet vault/vault'
const FIREWALL = 'NetworkPolicy vault/vault-peers'

export async function driftApart({ io, step, say, clusters }: Scene): Promise<void> {
  step('Three things go wrong', 'Somebody scales Vault by hand, somebody opens its firewall, and a region goes dark.')
  await editObject(clusters, 'cluster1', REPLICAS, (object) =>
    changedBy('kubectl', io.now(), object, ['spec', 'replicas'], 2),
  )
  say('cluster1         kubectl scale statefulset vault --replicas=2')
  const everybody = [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }]
  await editObject(clusters, 'cluster2', FIREWALL, (object) =>
    changedBy('kubectl-edit', io.now(), object, ['spec', 'ingress'], everybody),
  )
  say('cluster2         kubectl edit networkpolicy vault-peers   (every address may reach Vault)')
  await unplugCluster(clusters, 'cluster3')
  say('cluster3         does not answer')
}

/** One look: report, drift proposal, alerts. */
export async function patrolOnce(scene: Scene, title: string, why: string): Promise<DriftReport> {
  const { io, step, say, clusters } = scene
  step(title, why)
  const { configuration, repository, forge, author } = await ports(scene)
  const now = io.now()
  const memory = memoryOf(repository, author)
  const { report, evidence, topology } = await look({
    repository,
    source: directorySource(clusters),
    components,
    environment: 'gdw',
    memory,
    parseYaml,
    noise: noiseRulesWithout(configuration.drift.noise.disable),
    now,
  })
  say(driftText(report, io.palette))
  const alerts: string[] = []
  const published = await publishDrift(report, {
    repository,
    forge,
    chats: [terminalChat({ name: 'terminal', write: (text) => void alerts.push(text), colour: io.isTerminal })],
    history: historyOn(repository, 'gdw', author),
    author,
    evidence,
    topology,
    acknowledgementDays: configuration.drift.acknowledgementDays,
    now,
  })
  say(`\n${proposalLine(published)}`)
  say(`\n${io.palette.bold('In the chat:')}\n${alerts.map((each) => each.trimEnd()).join('\n') || 'nothing new'}`)
  return report
}

function proposalLine({ proposal }: DriftPublished): string {
  const shown = 'proposal' in proposal ? proposal.proposal : undefined
  return shown
    ? `drift proposal #${shown.number} ${proposal.outcome}: ${shown.title}`
    : `drift proposal: ${proposal.outcome}`
}

export async function heal({ io, step, say, clusters }: Scene, rendered: Rendered): Promise<void> {
  step('The first is mended', 'The report offered the one command that puts the field back.')
  const objects = deliveredObjects(rendered, 'cluster1', io.now())
  await writeCluster(clusters, 'cluster1', objects)
  say('cluster1         kubectl scale statefulset vault --replicas=3')
}
