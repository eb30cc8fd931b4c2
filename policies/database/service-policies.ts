import type { PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { atLeast, desired, exactly, unrecorded } from '../../engine/model/object-drafts.ts'
import { DATABASE_NAMESPACE } from '../../engine/model/platform.ts'
import { probeCronJob, probeResult, probeRights } from '../../engine/model/probe.ts'
import { servedFact } from '../../engine/model/template-drafts.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { bootstrapConfigMap } from './bootstrap.ts'
import type { DatabaseInput } from './input.ts'
import { primaryOf } from './input.ts'
import { backupTarget, bootstrapJob, probe, SQL_JOB } from './jobs.ts'
import { prometheusRule, serviceMonitor } from './monitoring.ts'

/** Where the primary was before: nothing is pruned, and two jobs would each set their own primary region, every quarter of an hour (rule G20). */
const SECOND_JOB: Tree = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: SQL_JOB, namespace: DATABASE_NAMESPACE },
}

/** What watches over the database, and in one cluster the job that keeps its regions and goal. */
export function servicesPolicy(input: DatabaseInput, cluster: Cluster): PolicyDraft {
  const watcher = probe(input, cluster)
  const isPrimary = cluster.name === primaryOf(input)?.name
  return {
    name: 'database-services',
    description: `Probe, monitoring and SQL jobs of the database in ${cluster.region}.`,
    target: { cluster: cluster.name },
    severity: 'medium',
    templates: [
      desired('probe', [
        atLeast(probeResult(watcher)),
        ...probeRights(watcher).map(exactly),
        atLeast(probeCronJob(watcher, input.catalog)),
      ]),
      ...(isPrimary
        ? [desired('sql', [exactly(bootstrapConfigMap(input)), atLeast(bootstrapJob(input))], { severity: 'high' })]
        : [desired('no-sql', [{ complianceType: 'mustnothave', object: SECOND_JOB }], { severity: 'high' })]),
      ...(isPrimary && input.settings.backups.enabled ? [desired('backup', [unrecorded(backupTarget(input))])] : []),
      servedFact('monitoring-served', 'servicemonitors.monitoring.coreos.com'),
      desired('monitoring', [serviceMonitor(), prometheusRule(input)].map(atLeast), { after: ['monitoring-served'] }),
    ],
  }
}
