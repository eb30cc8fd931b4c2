import type { PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { membersOf } from '../../engine/model/members.ts'
import { DATABASE_HEADLESS, DATABASE_NAMESPACE, peerHost } from '../../engine/model/platform.ts'
import { probeAction } from '../../engine/model/probe.ts'
import { inputAction } from '../../engine/model/template-drafts.ts'
import { derived } from '../../engine/model/traced.ts'
import { nodeOrigins } from './addresses.ts'
import type { DatabaseInput } from './input.ts'
import { PORTS, primaryOf } from './input.ts'
import { BACKUP_INPUT, PROBE, SQL_JOB } from './jobs.ts'

/** What a person does once, each with the evidence that it is done. */
export function actionsPolicy(input: DatabaseInput, cluster: Cluster): PolicyDraft {
  const nodes = input.clusters.reduce((sum, each) => sum + membersOf(input.settings, each.name), 0)
  const all = derived(String(nodes), ...nodeOrigins(input))
  const primary = primaryOf(input) ?? cluster
  const host = peerHost('cockroachdb-0', primary.name, DATABASE_HEADLESS, DATABASE_NAMESPACE)
  return {
    name: 'database-actions',
    description: `One-time steps of the database as seen from ${cluster.region}, open until evidence shows them done.`,
    target: { cluster: cluster.name },
    severity: 'high',
    templates: [
      probeAction(
        'init',
        PROBE,
        { nodesReached: all, clusterIds: '1' },
        `DATABASE-INIT: once all ${nodes} pods run, initialise the database once, from ${primary.name} only, by a Job with the root certificate: \`${initCommand(host)}\`. ` +
          'Never where a node already has a cluster id. The job cockroachdb-sql then makes users, regions and the survival goal. Done when every node answers under one cluster id.',
      ),
      probeAction(
        'licence',
        PROBE,
        { licenceValid: 'true' },
        "DATABASE-LICENCE: set organisation and licence (`SET CLUSTER SETTING cluster.organization`, `enterprise.license`); without one the database slows down after seven days. Done while the licence has 30 days left; key licenceSeconds of the probe's result says how long.",
      ),
    ],
  }
}

/** A copy of the SQL job, which has the certificate and is let through to the nodes, with another command. */
function initCommand(host: string): string {
  const command = ['cockroach', 'init', '--certs-dir=/certs', `--host=${host}:${PORTS.sql}`]
  const patch = [{ op: 'replace', path: '/spec/template/spec/containers/0/command', value: command }]
  return [
    `oc -n ${DATABASE_NAMESPACE} create job cockroachdb-init --from=cronjob/${SQL_JOB} --dry-run=client -o yaml`,
    `oc patch --local -f - --type=json -o yaml -p '${JSON.stringify(patch)}'`,
    'oc create -f -',
  ].join(' | ')
}

/** What only a person knows: asked for on the hub, where it is read. */
export function inputsPolicy(input: DatabaseInput): PolicyDraft | undefined {
  if (!input.settings.backups.enabled) return undefined
  return {
    name: 'database-inputs',
    description: 'Values of the database that a person has to provide on the hub.',
    target: 'hub',
    severity: 'high',
    templates: [
      inputAction(
        input.environment,
        BACKUP_INPUT,
        'URI of the backup storage outside the data regions, with AUTH=implicit and no key in it',
      ),
    ],
  }
}
