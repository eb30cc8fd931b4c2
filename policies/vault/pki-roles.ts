import type { Json } from '../../engine/model/json.ts'
import { at, listAt, textAt } from '../../engine/model/json.ts'
import {
  appsDomain,
  DATABASE_CLIENT_ROLE,
  DATABASE_NAMESPACE,
  DATABASE_NODE_ROLE,
  DATABASE_PROBE_USER,
  DATABASE_ROOT_ROLE,
  globalDomain,
  PKI_MOUNT,
  workloadPkiRole,
} from '../../engine/model/platform.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { derived } from '../../engine/model/traced.ts'
import { configObject } from './configuration.ts'
import type { VaultInput } from './input.ts'

type Spec = { readonly [key: string]: Tree }

/** A role per cluster and purpose: none may sign a bare name but those whose identity is a bare name. */
export function pkiRoles(input: VaultInput): readonly Tree[] {
  return [
    ...input.clusters.map((each) => workloadRole(input, each.name)),
    ...(input.uses('database') ? databaseRoles(input) : []),
  ]
}

/** Names that browsers and clients outside see. Not `svc` or `clusterset.local`: those would let a tenant pose as a peer. */
function workloadRole(input: VaultInput, cluster: string): Tree {
  const domains = [
    globalDomain(input.environment),
    appsDomain(input.environment, cluster),
    ...input.settings.workloadDomains,
  ]
  return role(input, workloadPkiRole(cluster), {
    allowedDomains: derived(domains, input.from.spec.domain.base, input.from.settings.workloadDomains),
    allowSubdomains: true,
    allowBareDomains: false,
    allowLocalhost: false,
    allowIPSans: false,
    serverFlag: true,
    clientFlag: true,
    keyType: 'any',
    maxTTL: twice(input, 'certs', 'leafDuration', 2160),
  })
}

function databaseRoles(input: VaultInput): readonly Tree[] {
  const service = `cockroachdb-public.${DATABASE_NAMESPACE}.svc`
  const databaseLife = twice(input, 'database', 'certificate.duration', 720)
  const database = { keyType: 'rsa', keyBits: 2048, allowBareDomains: true }
  return [
    role(input, DATABASE_NODE_ROLE, {
      ...database,
      allowedDomains: derived(
        [
          'node',
          `${DATABASE_NAMESPACE}.svc.clusterset.local`,
          `cockroachdb.${DATABASE_NAMESPACE}.svc.cluster.local`,
          'cockroachdb-public',
          service,
          `${service}.cluster.local`,
          `${service}.clusterset.local`,
          `sql.${globalDomain(input.environment)}`,
        ],
        input.from.spec.domain.base,
      ),
      allowSubdomains: true,
      allowLocalhost: true,
      allowIPSans: true,
      serverFlag: true,
      clientFlag: true,
      maxTTL: databaseLife,
    }),
    role(input, DATABASE_ROOT_ROLE, { ...database, ...clientOnly(['root']), maxTTL: '48h' }),
    role(input, DATABASE_CLIENT_ROLE, { ...database, ...clientOnly(databaseUsers(input)), maxTTL: databaseLife }),
  ]
}

/** Twice the life that another component's settings give its certificates: room for a longer one, not for a forgotten one. */
function twice(input: VaultInput, component: string, setting: string, standard: number): string {
  const asked = textAt(input.environment.spec.components as Json, component, ...setting.split('.')) ?? `${standard}h`
  return `${2 * Number(asked.slice(0, -1))}h`
}

function clientOnly(names: readonly string[]): Spec {
  return {
    allowedDomains: names,
    allowSubdomains: false,
    allowLocalhost: false,
    allowIPSans: false,
    serverFlag: false,
    clientFlag: true,
  }
}

/** The users that the database component gives certificates to. */
function databaseUsers(input: VaultInput): readonly string[] {
  const named = listAt(at(input.environment.spec.components as Json, 'database'), 'applications')
  return [DATABASE_PROBE_USER, ...named.filter((each): each is string => typeof each === 'string')]
}

/** Not stored and not leased: certificates would otherwise be writes that cross the regions. */
function role(input: VaultInput, name: string, spec: Spec): Tree {
  return configObject(input, 'PKISecretEngineRole', name, {
    path: PKI_MOUNT,
    enforceHostnames: true,
    allowAnyName: false,
    allowGlobDomains: false,
    requireCn: false,
    useCSRCommonName: true,
    useCSRSans: true,
    keyUsage: ['DigitalSignature', 'KeyEncipherment'],
    generateLease: false,
    noStore: true,
    ...spec,
  })
}
