import { DATABASE_NAMESPACE, DATABASE_PROBE_USER } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import type { DatabaseInput } from './input.ts'
import { primaryOf } from './input.ts'
import { regionsOf, replicationOf } from './replication.ts'

/** Names are checked by the settings' schema and by `database/region-name`; quoting is for what SQL would fold, or has a word for. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Statements that run at every turn of the job: users with certificates only, databases, and what the probe may see of them. */
function bootstrapStatements(input: DatabaseInput): readonly string[] {
  const { applications, databases } = input.settings
  return [
    `CREATE USER IF NOT EXISTS ${DATABASE_PROBE_USER};`,
    `GRANT SYSTEM VIEWCLUSTERMETADATA, VIEWACTIVITYREDACTED TO ${DATABASE_PROBE_USER};`,
    ...applications.map((name) => `CREATE USER IF NOT EXISTS ${quoted(name)};`),
    ...databases.flatMap((name) => [
      ...(name === 'defaultdb' ? [] : [`CREATE DATABASE IF NOT EXISTS ${quoted(name)};`]),
      `GRANT CONNECT ON DATABASE ${quoted(name)} TO ${DATABASE_PROBE_USER};`,
    ]),
  ]
}

/**
 * Replicas of what every database needs. CockroachDB gives its own ranges five and all others three, which a region and one more
 * node take the majority of: then no table answers, however many replicas it has itself.
 */
export function systemStatements(input: DatabaseInput): readonly string[] {
  const { factor } = replicationOf(input)
  if (input.environment.spec.survive !== 'region+node' && factor <= GOAL_VOTERS.region) return []
  return ['RANGE default', 'RANGE meta', 'RANGE liveness', 'RANGE system', 'DATABASE system'].map(
    (target) => `ALTER ${target} CONFIGURE ZONE USING num_replicas = ${factor};`,
  )
}

/**
 * Regions, goal and replicas of one database. Each statement writes the replicas of the goal anew, and is refused where
 * they were changed unless the first line allows it (cockroach, pkg/sql/alter_database.go): so they run only where something differs.
 */
function regionStatements(input: DatabaseInput, database: string): readonly string[] {
  const { goal } = replicationOf(input)
  const primary = primaryOf(input)
  if (primary === undefined) return []
  const target = quoted(database)
  const others = regionsOf(input).filter((region) => region !== primary.region)
  return [
    ALLOW_REPLICAS,
    `ALTER DATABASE ${target} SET PRIMARY REGION ${quoted(primary.region)};`,
    ...others.map((region) => `ALTER DATABASE ${target} ADD REGION IF NOT EXISTS ${quoted(region)};`),
    `ALTER DATABASE ${target} SURVIVE ${goal.toUpperCase()} FAILURE;`,
    ...replicaStatements(input, database),
  ]
}

/** Lets a session change regions where the replicas are not those of the goal. */
export const ALLOW_REPLICAS = 'SET override_multi_region_zone_config = true;'

/** The goal `region` sets five replicas that vote itself; more of them have to be asked for. No region goes without a replica. */
export function replicaStatements(input: DatabaseInput, database: string): readonly string[] {
  const { goal, factor } = replicationOf(input)
  if (goal !== 'region' || factor <= GOAL_VOTERS.region) return []
  const replicas = Math.max(factor, regionsOf(input).length + 1)
  return [`ALTER DATABASE ${quoted(database)} CONFIGURE ZONE USING num_replicas = ${replicas}, num_voters = ${factor};`]
}

/** Replicas that vote, as CockroachDB sets them with a goal. */
const GOAL_VOTERS = { zone: 3, region: 5 } as const

/** What the job compares a database with before it touches its regions. */
export function plannedState(input: DatabaseInput): readonly Tree[] {
  const { goal, factor } = replicationOf(input)
  const { settings, spec } = input.from
  const voters = goal === 'region' ? Math.max(GOAL_VOTERS.region, factor) : GOAL_VOTERS.zone
  return [
    { name: 'PRIMARY_REGION', value: derived(primaryOf(input)?.region ?? '', settings.primary, spec.clusters) },
    { name: 'REGIONS', value: derived(regionsOf(input).join(' '), spec.clusters) },
    { name: 'SURVIVAL_GOAL', value: derived(goal, settings.survivalGoal) },
    { name: 'VOTERS', value: derived(String(voters), settings.replicationFactor, spec.clusters) },
  ]
}

/** Name of the file with the regions of a database; no name of a database holds a dash. */
function regionFile(database: string): string {
  return `regions-${database}.sql`
}

export function bootstrapConfigMap(input: DatabaseInput): Tree {
  const { settings, spec } = input.from
  const regions = input.settings.databases.map((name): readonly [string, Tree] => [
    regionFile(name),
    derived(
      `${regionStatements(input, name).join('\n')}\n`,
      settings.databases,
      settings.survivalGoal,
      settings.replicationFactor,
      settings.primary,
      spec.clusters,
    ),
  ])
  const system = systemStatements(input)
  const replicas = derived(`${system.join('\n')}\n`, settings.replicationFactor, spec.survive, spec.clusters)
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cockroachdb-sql', namespace: DATABASE_NAMESPACE },
    data: {
      'bootstrap.sql': derived(`${bootstrapStatements(input).join('\n')}\n`, settings.databases, settings.applications),
      ...(system.length === 0 ? {} : { 'replicas.sql': replicas }),
      ...Object.fromEntries(regions),
    },
  }
}
