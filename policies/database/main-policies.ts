import { API_AUDIENCE } from '../../engine/model/api-audience.ts'
import type { PolicyDraft } from '../../engine/model/component.ts'
import type { Cluster } from '../../engine/model/environment.ts'
import { atLeast, desired, exactly, unrecorded } from '../../engine/model/object-drafts.ts'
import { CA_BUNDLE, DATABASE_NAMESPACE } from '../../engine/model/platform.ts'
import { servedFact } from '../../engine/model/template-drafts.ts'
import { Template } from '../../engine/model/traced.ts'
import { restrictedNamespace } from '../../engine/model/workload.ts'
import { certificates, consoleCertificate } from './certificates.ts'
import { localityRights, routerRights, serviceAccounts } from './identities.ts'
import type { DatabaseInput } from './input.ts'
import { issuerAccounts, issuers, tokenRights } from './issuers.ts'
import { networkPolicies } from './network-policies.ts'
import {
  disruptionBudget,
  headlessService,
  publicService,
  route,
  serviceExports,
  sqlService,
  storageClass,
} from './services.ts'
import { statefulSet } from './stateful-set.ts'

/** The database nodes of one cluster and all they need to form one database with the others. */
export function databasePolicy(input: DatabaseInput, cluster: Cluster): PolicyDraft {
  const storage = storageClass(input, cluster)
  const services = [
    headlessService(),
    publicService(),
    ...(input.settings.sqlLoadBalancer ? [sqlService(cluster)] : []),
  ]
  return {
    name: 'database',
    description: `CockroachDB nodes in ${cluster.region}: identity, services, volumes and their place in the whole.`,
    target: { cluster: cluster.name },
    severity: 'high',
    templates: [
      desired('namespace', [atLeast(restrictedNamespace(DATABASE_NAMESPACE))]),
      ...(storage === undefined ? [] : [desired('storage', [atLeast(storage)])]),
      desired('identity', [
        ...serviceAccounts(['cockroachdb', 'cockroachdb-probe', 'cockroachdb-sql']).map(atLeast),
        ...[...localityRights(), ...routerRights()].map(exactly),
      ]),
      desired('services', services.map(atLeast)),
      desired('statefulset', [atLeast(statefulSet(input, cluster))], { severity: 'critical' }),
      desired('budget', [atLeast(disruptionBudget(input))]),
      servedFact('exports-served', 'serviceexports.multicluster.x-k8s.io'),
      desired('export', serviceExports().map(atLeast), { after: ['exports-served'], severity: 'critical' }),
      desired('route', [unrecorded(route(input))]),
      desired('route-ca', [unrecorded(route(input, localCa()))]),
    ],
  }
}

/** The root certificate as the cluster has it, resolved there. */
function localCa(): Template {
  return new Template(`{{ fromConfigMap "${DATABASE_NAMESPACE}" "${CA_BUNDLE}" "ca.crt" | toRawJson | toLiteral }}`)
}

/** Who may reach the nodes: the other clusters by address, clients by namespace, nobody else. */
export function networkPolicy(input: DatabaseInput, cluster: Cluster): PolicyDraft {
  return {
    name: 'database-network',
    description: `Network of the database in ${cluster.region}: closed but for peers, clients and what the nodes call.`,
    target: { cluster: cluster.name },
    severity: 'critical',
    templates: [desired('network-policies', networkPolicies(input, cluster).map(exactly))],
  }
}

/** Identities of nodes, of the administrator and of applications: each with an issuer and an account of its own. */
export function certificatesPolicy(input: DatabaseInput, cluster: Cluster): PolicyDraft {
  return {
    name: 'database-certs',
    description: `Certificates of the database in ${cluster.region}, renewed a day apart from the other regions.`,
    target: { cluster: cluster.name },
    severity: 'critical',
    templates: [
      desired('issuer-identity', [...issuerAccounts().map(atLeast), ...tokenRights().map(exactly)]),
      servedFact('served', 'certificates.cert-manager.io'),
      desired('issuers', issuers(input, cluster).map(atLeast), { after: ['served'] }),
      desired('issuers-audience', issuers(input, cluster, API_AUDIENCE).map(exactly), { after: ['served'] }),
      desired('certificates', [...certificates(input, cluster), consoleCertificate(input, cluster)].map(exactly), {
        after: ['served'],
      }),
    ],
  }
}
