import { DATABASE_NAMESPACE, DATABASE_PROBE_USER } from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import type { DatabaseInput } from './input.ts'
import { primaryOf } from './input.ts'
import { replicationOf } from './replication.ts'

/** Names are checked by the settings' schema and by `database/region-name`; quoting is for what SQL would fold. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Statements that may run again and again: users with certificates only, regions, survival goal, replicas. */
function bootstrapStatements(input: DatabaseInput): readonly string[] {
  const { applications, databases } = input.settings
  return [
    `CREATE USER IF NOT EXISTS ${DATABASE_PROBE_USER};`,
    `GRANT SYSTEM VIEWCLUSTERMETADATA, VIEWACTIVITYREDACTED TO ${DATABASE_PROBE_USER};`,
    ...applications.map((name) => `CREATE USER IF NOT EXISTS ${name};`),
    ...databases.flatMap((name) => [
      ...(name === 'defaultdb' ? [] : [`CREATE DATABASE IF NOT EXISTS ${name};`]),
      `GRANT CONNECT ON DATABASE ${name} TO ${DATABASE_PROBE_USER};`,
      ...regionStatements(input, name),
    ]),
  ]
}

function regionStatements(input: DatabaseInput, database: string): readonly string[] {
  const { goal, factor } = replicationOf(input)
  const primary = primaryOf(input)
  if (primary === undefined) return []
  const regions = [...new Set(input.clusters.map((each) => each.region))]
  const others = regions.filter((region) => region !== primary.region)
  return [
    `ALTER DATABASE ${database} SET PRIMARY REGION ${quoted(primary.region)};`,
    ...others.map((region) => `ALTER DATABASE ${database} ADD REGION IF NOT EXISTS ${quoted(region)};`),
    `ALTER DATABASE ${database} SURVIVE ${goal.toUpperCase()} FAILURE;`,
    // The goal `region` sets five replicas itself; more of them have to be asked for against its own settings.
    ...(goal === 'region' && factor > 5
      ? [
          'SET override_multi_region_zone_config = true;',
          `ALTER DATABASE ${database} CONFIGURE ZONE USING num_replicas = ${factor}, num_voters = ${factor};`,
        ]
      : []),
  ]
}

export function bootstrapConfigMap(input: DatabaseInput): Tree {
  const { settings, spec } = input.from
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cockroachdb-sql', namespace: DATABASE_NAMESPACE },
    data: {
      'bootstrap.sql': derived(
        `${bootstrapStatements(input).join('\n')}\n`,
        settings.databases,
        settings.applications,
        settings.survivalGoal,
        settings.replicationFactor,
        settings.primary,
        spec.clusters,
      ),
    },
  }
}
