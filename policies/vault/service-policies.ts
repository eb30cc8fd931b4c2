import type { PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { atLeast, desired, exactly, unrecorded } from '../../engine/model/object-drafts.ts'
import { VAULT_NAMESPACE } from '../../engine/model/platform.ts'
import { probeCronJob, probeResult, probeRights } from '../../engine/model/probe.ts'
import { servedFact } from '../../engine/model/template-drafts.ts'
import { operatorSpec } from '../../engine/model/workload.ts'
import { auditObject, authConfigObject, authMountObject, pkiObjects } from './configuration.ts'
import { day1Script } from './day1.ts'
import type { VaultInput } from './input.ts'
import { primaryOf } from './input.ts'
import { autopilot, probe, snapshot } from './jobs.ts'
import { prometheusRule, serviceMonitor } from './monitoring.ts'
import { pkiRoles } from './pki-roles.ts'
import { aclPolicies, authRoles } from './roles.ts'
import { snapshotCredentials, snapshotTarget } from './snapshot-target.ts'

/** What watches over Vault and keeps copies of it. */
export function servicesPolicy(input: VaultInput, cluster: Cluster): PolicyDraft {
  const watcher = probe(input, cluster)
  const jobs = [
    probeCronJob(watcher, input.catalog),
    ...(cluster.name === primaryOf(input) ? [autopilot(input, cluster)] : []),
    ...(input.settings.snapshots.enabled ? [snapshot(input, cluster)] : []),
  ]
  return {
    name: 'vault-services',
    description: `Probe, snapshots, autopilot settings and monitoring of Vault in ${cluster.region}.`,
    target: { cluster: cluster.name },
    severity: 'medium',
    templates: [
      desired('probe-identity', [atLeast(probeResult(watcher)), ...probeRights(watcher).map(exactly)]),
      desired('jobs', jobs.map(atLeast)),
      ...(input.settings.snapshots.enabled
        ? [
            desired('snapshot-target', [unrecorded(snapshotTarget(input))]),
            desired('snapshot-credentials', [unrecorded(snapshotCredentials(input))]),
          ]
        : []),
      servedFact('monitoring-served', 'servicemonitors.monitoring.coreos.com'),
      desired('monitoring', [serviceMonitor(), prometheusRule(input)].map(atLeast), { after: ['monitoring-served'] }),
    ],
  }
}

/** Vault's own configuration, written by one cluster only: what the operator writes is replicated to all (rule G20). */
export function configurationPolicy(input: VaultInput): PolicyDraft {
  const after = ['operator-served']
  return {
    name: 'vault-config',
    description: 'Configuration of Vault: an auth endpoint per cluster, the PKI engine, roles and policies.',
    target: { cluster: primaryOf(input) },
    severity: 'high',
    templates: [
      desired('namespace', [
        atLeast({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'vault-config-operator' } }),
      ]),
      {
        kind: 'operator',
        name: 'operator',
        role: 'desired',
        spec: operatorSpec(input.catalog, 'vault-config-operator', 'vault-config-operator'),
      },
      servedFact('operator-served', 'kubernetesauthengineconfigs.redhatcop.redhat.io'),
      desired('day1', [atLeast(day1Script(input))]),
      desired('audit', [atLeast(auditObject(input))], { after }),
      desired(
        'auth',
        input.clusters.map((cluster) => exactly(authMountObject(input, cluster))),
        { after },
      ),
      ...input.clusters.map((cluster) =>
        desired(`auth-${cluster.name}`, [unrecorded(authConfigObject(input, cluster))], { after }),
      ),
      desired(
        'logins',
        input.clusters.flatMap((cluster) => authRoles(input, cluster).map(exactly)),
        { after, severity: 'critical' },
      ),
      desired('acl', aclPolicies(input).map(exactly), { after, severity: 'critical' }),
      desired('pki', pkiObjects(input).map(atLeast), { after }),
      desired('pki-roles', pkiRoles(input).map(exactly), { after, severity: 'critical' }),
    ],
  }
}

/** The other clusters must not run a second writer. */
export function noWriterPolicy(cluster: Cluster): PolicyDraft {
  return {
    name: 'vault-config',
    description: 'No second writer of Vault’s configuration.',
    target: { cluster: cluster.name },
    severity: 'high',
    templates: [
      {
        kind: 'configuration',
        name: 'no-writer',
        role: 'health',
        objects: [
          {
            complianceType: 'mustnothave',
            object: {
              apiVersion: 'v1',
              kind: 'ServiceAccount',
              metadata: { name: 'vault-config', namespace: VAULT_NAMESPACE },
            },
          },
        ],
      },
    ],
  }
}
