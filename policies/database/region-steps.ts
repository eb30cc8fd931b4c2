import { membersOf } from '../../engine/model/members.ts'
import { DATABASE_NAMESPACE } from '../../engine/model/platform.ts'
import type { RegionChange, RunbookStep, StepEvidence } from '../../engine/model/runbook.ts'
import { isRebuilt } from '../../engine/model/runbook.ts'
import { ALLOW_REPLICAS, quoted, replicaStatements, systemStatements } from './bootstrap.ts'
import type { DatabaseInput } from './input.ts'
import { primaryOf } from './input.ts'
import { PROBE, SQL_JOB } from './jobs.ts'
import { replicationOf } from './replication.ts'

const PROBE_OBJECT = `ConfigMap ${PROBE.namespace}/${PROBE.name}`

/** Nodes leave by being decommissioned while they run, or are declared dead; nodes that come back are new ones. */
export function regionSteps(input: DatabaseInput, change: RegionChange): readonly RunbookStep[] {
  const isGone = change.leaving.length > 0 && !isRebuilt(change)
  return [
    ...(isGone ? movePrimary(input, change) : []),
    ...(change.kind === 'retire'
      ? [regionDropped(input, change), decommissioned(input, change), jobResumed(input)]
      : []),
    ...(change.joining.length > 0 ? [joined(input, change)] : []),
    ...(change.kind === 'replace' ? [deadRemoved(input, change)] : []),
  ]
}

function probe(key: string, says: string, on: readonly string[]): StepEvidence {
  return { object: PROBE_OBJECT, key, says, on }
}

function nodesOf(input: DatabaseInput): number {
  return input.clusters.reduce((sum, each) => sum + membersOf(input.settings, each.name), 0)
}

/** Each statement by itself: those of one `--execute` are one transaction. */
function sql(cluster: string, statements: readonly string[]): string {
  const each = statements.map((statement) => `--execute='${statement}'`)
  return `cockroach sql --certs-dir=<certs of root> --host=<cockroachdb-public of ${cluster}> ${each.join(' ')}`
}

function movePrimary(input: DatabaseInput, { first, leaving, staying }: RegionChange): readonly RunbookStep[] {
  const [next] = staying
  const writer = input.settings.primary ?? first
  if (next === undefined || !leaving.some((each) => each.name === writer)) return []
  return [
    {
      phase: 'prepare',
      title: `Database: make ${next.region} its primary region`,
      by: 'isthmus',
      why: `the primary region cannot be dropped, and ${writer} runs the SQL job`,
      commands: [
        `# set spec.components.database.primary: ${next.name}, in a change of its own, and let all its waves land first`,
      ],
      evidence: [
        { object: `CronJob ${DATABASE_NAMESPACE}/${SQL_JOB}`, says: 'last run succeeded', on: [next.name] },
        { object: `CronJob ${DATABASE_NAMESPACE}/${SQL_JOB}`, says: 'gone', on: [writer] },
      ],
      stops: ['the change is merged together with the retirement'],
    },
  ]
}

/** The job of the merged state adds the region again every quarter of an hour, so it rests until the wave changes it. */
function regionDropped(input: DatabaseInput, { leaving, staying }: RegionChange): RunbookStep {
  const cluster = primaryOf(input)?.name ?? ''
  const regions = [...new Set(leaving.map((each) => each.region))]
  const goal = replicationOf(input).goal
  const system = systemStatements(input)
  return {
    phase: 'drain',
    title: `Database: drop the region ${regions.join(', ')} from every database`,
    by: 'person',
    why: 'a region that databases still name keeps replicas that cannot be moved away',
    commands: [
      suspendJob(cluster, true),
      // Fewer regions may need more replicas: they are made before the nodes go.
      ...(system.length === 0 ? [] : [sql(cluster, system)]),
      ...input.settings.databases.map((name) =>
        sql(cluster, [
          ALLOW_REPLICAS,
          ...regions.map((region) => `ALTER DATABASE ${quoted(name)} DROP REGION ${quoted(region)};`),
          ...replicaStatements(input, name),
        ]),
      ),
    ],
    evidence: [
      probe('databaseRegions', String(new Set(input.clusters.map((each) => each.region)).size), names(staying)),
    ],
    stops: [
      `fewer than three regions would be left for the goal ${goal}`,
      `a table pins data to ${regions.join(', ')} (REGIONAL BY ROW): move it first`,
    ],
  }
}

function suspendJob(cluster: string, isSuspended: boolean): string {
  return `oc --context ${cluster} -n ${DATABASE_NAMESPACE} patch cronjob ${SQL_JOB} --type merge -p '{"spec":{"suspend":${isSuspended}}}'`
}

/** Policies do not say whether the job rests, or they would wake it before its region has changed: so nothing else resumes it. */
function jobResumed(input: DatabaseInput): RunbookStep {
  const cluster = primaryOf(input)?.name ?? ''
  return {
    phase: 'settle',
    title: 'Database: let the SQL job run again',
    by: 'person',
    why: 'no policy says whether it is suspended, so nothing resumes it and nobody reports it',
    commands: [suspendJob(cluster, false)],
    evidence: [{ object: `CronJob ${DATABASE_NAMESPACE}/${SQL_JOB}`, says: 'last run succeeded', on: [cluster] }],
    stops: [`the wave of ${cluster} has not landed: the job would add the region again`],
  }
}

function decommissioned(input: DatabaseInput, { leaving, staying }: RegionChange): RunbookStep {
  const [from = ''] = names(staying)
  const regions = [...new Set(leaving.map((each) => each.region))].join(', ')
  return {
    phase: 'drain',
    title: `Database: decommission the nodes of ${names(leaving).join(', ')}, one at a time`,
    by: 'person',
    why: 'only decommissioning copies the replicas away before the node goes',
    commands: [
      `cockroach node status --certs-dir=<certs of root> --host=<cockroachdb-public of ${from}>   # ids of the nodes in region=${regions}`,
      `cockroach node decommission <id> --wait=all --certs-dir=<certs of root> --host=<cockroachdb-public of ${from}>`,
    ],
    evidence: [
      probe('liveNodes', String(nodesOf(input)), names(staying)),
      probe('rangesUnderReplicated', '0', names(staying)),
      probe('rangesUnavailable', '0', names(staying)),
    ],
    stops: [
      'the other nodes have no room for the replicas (disk above 65 %)',
      'ranges stay under-replicated: do not start the next node before they are whole',
    ],
    votersLeave: 'database',
  }
}

function joined(input: DatabaseInput, { joining, staying, kind }: RegionChange): RunbookStep {
  const on = names([...staying, ...joining])
  const { goal, factor } = replicationOf(input)
  return {
    phase: 'settle',
    title: `Database: see the nodes of ${names(joining).join(', ')} take replicas`,
    by: 'rhacm',
    why: `they come in through the join list; then the SQL job adds their region and asks for ${factor} replicas${kind === 'replace' ? '; they are new nodes, whatever their pods are called' : ''}`,
    commands: [`oc --context ${on[0] ?? ''} -n ${DATABASE_NAMESPACE} get configmap ${PROBE.name} -o yaml`],
    evidence: [
      probe('liveNodes', String(nodesOf(input)), on),
      probe('databaseRegions', String(new Set(input.clusters.map((each) => each.region)).size), on),
      probe('survivalGoals', goal, on),
      probe('rangesUnderReplicated', '0', on),
    ],
    stops: [
      'somebody runs `cockroach init` again: a second database that never merges',
      'the clocks of the new nodes are off by more than 250 ms',
    ],
  }
}

function deadRemoved(input: DatabaseInput, { leaving, staying }: RegionChange): RunbookStep {
  const [from = ''] = names(staying)
  return {
    phase: 'clean',
    title: `Database: take the dead nodes of ${names(leaving).join(', ')} out of the list`,
    by: 'person',
    why: 'dead nodes never come back under their ids; their replicas were copied already',
    commands: [
      `cockroach node status --all --certs-dir=<certs of root> --host=<cockroachdb-public of ${from}>   # is_live false`,
      `cockroach node decommission <ids of the dead> --wait=none --certs-dir=<certs of root> --host=<cockroachdb-public of ${from}>`,
    ],
    evidence: [
      probe('liveNodes', String(nodesOf(input)), names(staying)),
      probe('rangesUnderReplicated', '0', names(staying)),
    ],
    stops: ['the new nodes are not live yet: ranges have nowhere to go'],
    votersLeave: 'database',
  }
}

function names(clusters: readonly { readonly name: string }[]): readonly string[] {
  return clusters.map((each) => each.name)
}
