import type { FieldChange, Risk } from '../../../model/change-plan.ts'
import { at } from '../../../model/json.ts'
import { groupKindOf, keyOf } from '../../../model/kube.ts'
import { resolvePointer } from '../../../model/pointer.ts'
import type { Carried } from '../carried.ts'
import { isWritten } from '../carried.ts'
import type { ChangedObject, ChangedPolicy } from '../changed.ts'
import type { Standing } from '../standing.ts'

/** Kinds whose every change makes the Machine Config Operator drain nodes, most of the time to reboot them. */
const NODE_KINDS: ReadonlySet<string> = new Set([
  'machineconfiguration.openshift.io/MachineConfig',
  'machineconfiguration.openshift.io/KubeletConfig',
  'machineconfiguration.openshift.io/ContainerRuntimeConfig',
  'config.openshift.io/ImageDigestMirrorSet',
  'config.openshift.io/ImageTagMirrorSet',
  'operator.openshift.io/ImageContentSourcePolicy',
  'performance.openshift.io/PerformanceProfile',
])

/** Of these a new object alone lets nodes be; a change and a removal do not. */
const QUIET_WHEN_NEW = /^(ImageDigestMirrorSet|ImageContentSourcePolicy) /

/** Fields of other kinds that do the same to every node of a cluster. */
const NODE_FIELDS: readonly (readonly [string, RegExp])[] = [
  ['config.openshift.io/ClusterVersion', /^\/spec\/desiredUpdate(\/|$)/],
  ['config.openshift.io/Proxy', /^\/spec\//],
  ['machineconfiguration.openshift.io/MachineConfigPool', /^\/spec\/(configuration|machineConfigSelector)(\/|$)/],
]

/** Fields by which OLM exchanges an operator. */
const OPERATOR_FIELDS: readonly (readonly [string, RegExp])[] = [
  ['operators.coreos.com/Subscription', /^\/spec\/(channel|startingCSV|source|sourceNamespace)$/],
  [
    'policy.open-cluster-management.io/OperatorPolicy',
    /^\/spec\/(versions(\/|$)|subscription\/(channel|startingCSV|source|sourceNamespace)$)/,
  ],
]

const WORKLOAD = /^(apps\/(StatefulSet|Deployment|DaemonSet)|apps\.openshift\.io\/DeploymentConfig)$/
const PARTITION = '/spec/updateStrategy/rollingUpdate/partition'
const MACHINES = /^(hive\.openshift\.io\/MachinePool|machine\.openshift\.io\/MachineSet)$/

/** What a change stops, restarts or shrinks on clusters where it is at work already. */
export function restartRisks(change: ChangedPolicy, standing: Standing): readonly Risk[] {
  const where = change.clusters.join(', ')
  const changed = change.objects.filter(({ is, fields }) => isWritten(is) && fields.length > 0)
  return [
    ...changed.flatMap((each) => fewer(each, where)),
    ...nodes(change, changed, standing),
    ...changed.flatMap((each) => pods(each, where)),
  ]
}

/** A quorum counts members that are merely stopped, so fewer pods of a StatefulSet weaken it until they are taken out of it. */
function fewer({ is, fields }: ChangedObject, where: string): readonly Risk[] {
  const replicas = fields.find((each) => each.path === '/spec/replicas')
  const { before, after } = replicas ?? {}
  if (typeof before !== 'number' || typeof after !== 'number' || after >= before) return []
  const kind = kindOf(is)
  const from = `${is.object} goes from ${before} to ${after}`
  if (MACHINES.test(kind)) return [scalesDown(`${from} machines on ${where}: their nodes are drained and deleted`)]
  if (after === 0 && WORKLOAD.test(kind)) return [scalesDown(`${from} pods on ${where}: nothing of it runs any more`)]
  if (kind !== 'apps/StatefulSet') return []
  return [
    scalesDown(
      `${from} pods on ${where}: a quorum goes on counting the members that stop until they are taken out of it, and their volumes stay`,
    ),
  ]
}

function scalesDown(message: string): Risk {
  return { kind: 'scales-down', message }
}

function nodes(
  { clusters, added, removed }: ChangedPolicy,
  changed: readonly ChangedObject[],
  standing: Standing,
): readonly Risk[] {
  const known = clusters.filter((each) => standing.clusters.has(each)).join(', ')
  const come = added.filter(
    (each) => isWritten(each) && NODE_KINDS.has(kindOf(each)) && !QUIET_WHEN_NEW.test(each.object),
  )
  const go = removed.filter((each) => each.isPruned && isWritten(each) && NODE_KINDS.has(kindOf(each)))
  const touched = changed.filter(
    ({ is, fields }) => NODE_KINDS.has(kindOf(is)) || fields.some((each) => isListed(NODE_FIELDS, is, each.path)),
  )
  const messages = [
    ...(known === '' ? [] : come.map((each) => `${each.object} is new on ${known}`)),
    ...go.map((each) => `${each.object} is deleted on ${clusters.join(', ')}`),
    ...touched.map((each) => `${each.is.object} changes on ${clusters.join(', ')}`),
  ]
  return messages.map((each) => ({
    kind: 'restarts-nodes',
    message: `${each}: nodes are drained, and most reboot, one after the other`,
  }))
}

function pods({ is, fields }: ChangedObject, where: string): readonly Risk[] {
  const isTemplate = WORKLOAD.test(kindOf(is)) && fields.some((each) => /^\/spec\/template(\/|$)/.test(each.path))
  const lowered = heldBy(is) === undefined ? fields.find((each) => each.path === PARTITION && isLess(each)) : undefined
  const isOperator = fields.some((each) => isListed(OPERATOR_FIELDS, is, each.path))
  return [
    ...(isTemplate ? [`${is.object} gets a new pod template on ${where}${pace(is)}`] : []),
    ...(lowered && !isTemplate
      ? [
          `${is.object} lets a pod template in on ${where}: its partition goes from ${lowered.before} to ${lowered.after}`,
        ]
      : []),
    ...(isOperator
      ? [`${is.object} follows another channel or version on ${where}: OLM may exchange the operator`]
      : []),
  ].map((message) => ({ kind: 'restarts-pods', message }))
}

function isLess({ before, after }: Pick<FieldChange, 'before' | 'after'>): boolean {
  return typeof after === 'number' && typeof before === 'number' && after < before
}

/** When pods take a new template; nothing where they do at once. */
function pace(is: Carried): string {
  if (at(is.content, 'spec', 'updateStrategy', 'type') === 'OnDelete') return ': each pod takes it when it is deleted'
  const partition = heldBy(is)
  return partition === undefined ? '' : `: its partition of ${partition} holds it back from every pod`
}

/** The partition that keeps a new template from all pods there are. */
function heldBy({ content }: Carried): number | undefined {
  const [partition, replicas] = [resolvePointer(content, PARTITION), at(content, 'spec', 'replicas')]
  return typeof partition === 'number' && typeof replicas === 'number' && partition >= replicas ? partition : undefined
}

function isListed(list: readonly (readonly [string, RegExp])[], carried: Carried, path: string): boolean {
  return list.some(([kind, pattern]) => kind === kindOf(carried) && pattern.test(path))
}

function kindOf({ content }: Carried): string {
  return groupKindOf(keyOf(content))
}
