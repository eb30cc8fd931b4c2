import { membersOf, quorumOfMembers } from '../../engine/model/members.ts'
import { HUB_CLUSTER } from '../../engine/model/plan.ts'
import { authMount, VAULT_NAMESPACE, workloadPkiRole } from '../../engine/model/platform.ts'
import type { RegionChange, RegionCluster, RunbookStep, StepEvidence } from '../../engine/model/runbook.ts'
import { isRebuilt } from '../../engine/model/runbook.ts'
import { apiAuthorityKey, givenAuthority } from './configuration.ts'
import type { VaultInput } from './input.ts'
import { primaryOf } from './input.ts'
import { PROBE } from './jobs.ts'
import { sealType } from './seal.ts'
import { hubSecretName, ownVault, sealAccess } from './seal-credentials.ts'

const PROBE_OBJECT = `ConfigMap ${PROBE.namespace}/${PROBE.name}`

/** Raft counts a peer until somebody removes it, alive or not, so joining and leaving are done peer by peer. */
export function regionSteps(input: VaultInput, change: RegionChange): readonly RunbookStep[] {
  const isGone = change.leaving.length > 0 && !isRebuilt(change)
  return [
    ...(isGone ? moveWriter(input, change) : []),
    ...(isRebuilt(change) ? [] : change.joining.map((each) => prepared(input, each))),
    ...(change.joining.length > 0 ? [joined(input, change)] : []),
    ...(isGone ? [peersRemoved(input, change), operatorStopped(change), loginsRemoved(input, change)] : []),
  ]
}

function inVault(input: VaultInput, cluster: string, command: string): string {
  const terminal = command === 'login' ? ' -it' : ''
  return `oc --context ${cluster} -n ${VAULT_NAMESPACE} exec${terminal} vault-0 -c vault -- ${ownVault(input)} ${command}`
}

function probe(key: string, says: string, on: readonly string[]): StepEvidence {
  return { object: PROBE_OBJECT, key, says, on }
}

/** Rule G20: two writers of one configuration undo each other, and waves would have both for a while. */
function moveWriter(input: VaultInput, { first, leaving, staying }: RegionChange): readonly RunbookStep[] {
  const [next] = staying
  const writer = input.settings.primary ?? first
  if (next === undefined || !leaving.some((each) => each.name === writer)) return []
  return [
    {
      phase: 'prepare',
      title: `Vault: let ${next.name} write its configuration`,
      by: 'isthmus',
      why: `${writer} is its only writer; waves that also moved the writer would have two of them for a while`,
      commands: [
        `# set spec.components.vault.primary: ${next.name}, in a change of its own, and let all its waves land first`,
        `# between the waves stop the old writer: without the account it cannot write, and what it made stays in Vault`,
        ...stopOperator(writer),
        `oc --context ${writer} -n ${VAULT_NAMESPACE} delete serviceaccount vault-config`,
        `# then let the new one log in, with a token that may: run day1.sh of ConfigMap ${VAULT_NAMESPACE}/vault-day1 of ${next.name}`,
      ],
      evidence: [
        ...[next.name, writer].map((name) => ({
          object: `Policy ${input.environment.spec.hub.namespace}/vault-config-${name}`,
          says: 'Compliant',
          on: [HUB_CLUSTER],
        })),
      ],
      stops: [
        'the change is merged together with the retirement',
        `an object of the old writer is deleted: its operator would take out of Vault what every region uses`,
      ],
    },
  ]
}

function prepared(input: VaultInput, { name, region, cloud }: RegionCluster): RunbookStep {
  const { namespace } = input.environment.spec.hub
  const key = apiAuthorityKey(name)
  const inputs = `ConfigMap ${namespace}/${input.environment.metadata.name}-inputs`
  const isGiven = givenAuthority(input, name) !== undefined
  const cluster = input.clusters.find((each) => each.name === name)
  const copied = cluster !== undefined && sealAccess(input, cluster) === 'secret' ? hubSecretName(input) : undefined
  return {
    phase: 'prepare',
    title: `Vault: let ${name} unseal and log in`,
    by: 'person',
    why: 'a node that cannot reach its key stays sealed, and whichever node is active reviews tokens of every cluster',
    commands: [
      // Replicas of the key are for regions of AWS; nodes elsewhere use the key's own region with a copied credential.
      ...(sealType(input) === 'awskms' && cloud === 'aws'
        ? [`aws kms replicate-key --key-id <mrk-…> --replica-region ${region}`]
        : []),
      ...(isGiven ? [] : [`# put the CA of the API server of ${name} under key ${key} of ${inputs}`]),
    ],
    evidence: [
      ...(isGiven ? [] : [{ object: inputs, key, says: 'is there', on: [HUB_CLUSTER] }]),
      ...(copied === undefined
        ? []
        : [{ object: `Secret ${namespace}/${copied}`, says: 'is there', on: [HUB_CLUSTER] }]),
    ],
    stops: [`the seal key (${sealType(input)}) has no replica or right for ${region}`],
  }
}

function joined(input: VaultInput, { joining, staying }: RegionChange): RunbookStep {
  const { voters, quorum } = quorumOfMembers(input.settings, input.clusters)
  const on = [...staying, ...joining].map((each) => each.name)
  const names = joining.map((each) => each.name).join(', ')
  const [from = on[0] ?? ''] = staying.map((each) => each.name)
  return {
    phase: 'settle',
    title: `Vault: see the nodes of ${names} vote`,
    by: 'rhacm',
    why: 'they find their peers in the join list and come in as voters one after the other; a new region is never initialised',
    commands: [inVault(input, from, 'operator raft list-peers')],
    evidence: [
      probe('voters', String(voters), on),
      probe('failureTolerance', String(voters - quorum), on),
      probe('clusterIds', '1', on),
    ],
    stops: [
      `somebody runs \`vault operator init\` in ${names}: a second Vault that never merges`,
      'a node stays sealed, or its certificate lacks its own host',
    ],
  }
}

function peersRemoved(input: VaultInput, { kind, members, staying }: RegionChange): RunbookStep {
  const { voters, quorum } = quorumOfMembers(input.settings, input.clusters)
  const mine = members.filter((each) => each.service === 'vault')
  const on = staying.map((each) => each.name)
  const [from = ''] = on
  const peers = mine.flatMap(({ cluster, pods }) => [...pods].reverse().map((pod) => `${pod}-${cluster}`))
  const isDead = kind === 'replace'
  return {
    phase: isDead ? 'clean' : 'drain',
    title: `Vault: remove the peers of ${mine.map((each) => each.cluster).join(', ')}, one at a time`,
    by: 'person',
    why: isDead
      ? 'a dead peer counts as a voter until it is removed; only after the new ones vote, else an even number is left over two regions'
      : 'a peer that is only switched off goes on counting as a voter',
    commands: [
      `# with a token that may; the root token is revoked: holders of the recovery keys make one by \`vault operator generate-root\``,
      inVault(input, from, 'login'),
      ...(isDead ? [] : [inVault(input, from, 'operator step-down')]),
      ...peers.map((peer) => inVault(input, from, `operator raft remove-peer ${peer}`)),
      inVault(input, from, 'operator raft autopilot state'),
    ],
    evidence: [probe('voters', String(voters), on), probe('failureTolerance', String(voters - quorum), on)],
    stops: [
      'autopilot is not healthy after a removal: wait for it before the next one',
      `fewer than ${membersOf(input.settings, from)} nodes answer in another region`,
    ],
    votersLeave: 'vault',
  }
}

function stopOperator(cluster: string): readonly string[] {
  return [`oc --context ${cluster} -n vault-config-operator scale deployment --all --replicas=0`]
}

/** Objects of the operator delete what they configure when they are deleted, in the one Vault of all regions. */
function operatorStopped({ leaving }: RegionChange): RunbookStep {
  const names = leaving.map((each) => each.name)
  return {
    phase: 'clean',
    title: `Vault: stop the configuration operator of ${names.join(', ')} before anything there is deleted`,
    by: 'person',
    why: 'deleting its objects, or the namespace with them, makes it delete the mounts, roles and policies that every region uses',
    commands: names.flatMap((name) => [
      ...stopOperator(name),
      `# then take the finalizers off the objects of redhatcop.redhat.io in namespace ${VAULT_NAMESPACE} of ${name}`,
    ]),
    evidence: [{ object: 'Deployment vault-config-operator/*', says: '0 replicas, or gone', on: names }],
    stops: [`${names.join(', ')} still is the only writer: see the first steps`],
  }
}

function loginsRemoved(input: VaultInput, { leaving }: RegionChange): RunbookStep {
  const writer = primaryOf(input)
  const names = leaving.map((each) => each.name)
  const objects = names.flatMap((name) => [
    `authenginemount/${authMount(name)}`,
    `pkisecretenginerole/${workloadPkiRole(name)}`,
  ])
  return {
    phase: 'clean',
    title: `Vault: take the logins and PKI roles of ${names.join(', ')} away`,
    by: 'person',
    why: `nothing is pruned: Vault would go on accepting tokens of that cluster; the operator of ${writer} deletes in Vault what is deleted here`,
    commands: [`oc --context ${writer} -n ${VAULT_NAMESPACE} delete ${objects.join(' ')}`],
    evidence: names.map((name) => ({
      object: `AuthEngineMount ${VAULT_NAMESPACE}/${authMount(name)}`,
      says: 'gone',
      on: [writer],
    })),
    stops: [`an application still logs in through auth/${authMount(names[0] ?? '')}`],
  }
}
