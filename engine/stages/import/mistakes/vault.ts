import type { Mistake } from '../../../model/imported.ts'
import type { JsonObject } from '../../../model/json.ts'
import { isObject, listAt, textAt } from '../../../model/json.ts'
import type { QuorumWorkload } from '../find.ts'
import { imageOf, isProduct, mountedMaps, mountedTexts, nameOf, namespaceOf, quorumWorkloads } from '../find.ts'
import type { Platform } from '../platform.ts'
import { regionIn, seenMembers } from '../platform.ts'
import type { Rule } from './mistake.ts'
import { mistake } from './mistake.ts'

/** Rows 13, 15, 16, 17, 18 and 21, and two Vaults where one is meant. */
export const vaultRules: Rule = (platform) =>
  platform.seen.flatMap(({ name, objects }) => [
    ...(seenMembers(platform).some((each) => each.name === name) ? seals(name, objects, platform) : []),
    ...objects.flatMap((each) => secretsAndRights(name, each)),
    ...twoVaults(name, objects),
  ])

function seals(cluster: string, objects: readonly JsonObject[], platform: Platform): readonly Mistake[] {
  return quorumWorkloads(objects)
    .filter((each) => each.system === 'Vault')
    .flatMap((vault) => [...release(cluster, vault), ...configuration(cluster, vault, objects, platform)])
}

function release(cluster: string, { workload, container }: QuorumWorkload): readonly Mistake[] {
  const image = imageOf(container)
  const minor = Number(/:v?1\.(\d+)/.exec(image)?.[1] ?? Number.NaN)
  if (!(minor < 16)) return []
  return [
    mistake(cluster, {
      rule: 'vault-out-of-support',
      severity: 'error',
      blueprint: 13,
      object: workload,
      pointer: '/spec/template/spec/containers',
      evidence: `image ${image} is out of support`,
      remedy:
        'move to a supported release one step after the other: standbys first, the active node last, one region at a time',
    }),
  ]
}

function configuration(
  cluster: string,
  { workload }: QuorumWorkload,
  objects: readonly JsonObject[],
  platform: Platform,
): readonly Mistake[] {
  const text = mountedTexts(workload, objects).join('\n')
  const maps = mountedMaps(workload, objects)
  const object = maps.find(holdsStorage) ?? maps[0]
  if (object === undefined) return []
  const wrong = (severity: Mistake['severity'], rule: string, words: readonly [string, string], row?: number) =>
    mistake(cluster, {
      rule,
      severity,
      object,
      pointer: '/data',
      evidence: words[0],
      remedy: words[1],
      ...(row === undefined ? {} : { blueprint: row }),
    })
  const { isRegional, region } = sealOf(text)
  const own = regionIn(platform, cluster)
  const isElsewhere = region !== undefined && region !== own
  return [
    ...(/log_level\s*=\s*"(debug|trace)"/.test(text) ? [wrong('warning', 'debug-log', DEBUG_LOG, 13)] : []),
    ...(isRegional ? [wrong('error', 'single-region-seal', REGIONAL_SEAL, 13)] : []),
    ...(/client_secret\s*=\s*"/.test(text) ? [wrong('error', 'client-secret-in-config', CLIENT_SECRET, 13)] : []),
    ...(isElsewhere
      ? [
          wrong('error', 'seal-in-other-region', [
            `the seal asks KMS in ${region}, the cluster is in ${own}: losing ${region} seals what restarts here`,
            'ask the replica of the key in the region of the pod',
          ]),
        ]
      : []),
  ]
}

const DEBUG_LOG = ['log_level is debug: the log grows and tells more than it should', 'use log_level = "info"'] as const
const REGIONAL_SEAL = [
  'the KMS key of the seal is of one region: while that region is lost, no other Vault node can start',
  'use a multi-Region key (mrk-…) with a replica in every region, or a key ring of several regions',
] as const
const CLIENT_SECRET = [
  'a client credential of the cloud stands in the configuration in clear text',
  'use workload identity, and replace the credential',
] as const

/** The seal of a configuration, as far as it tells where it depends on one region: an alias may stand for any key. */
function sealOf(text: string): { readonly isRegional: boolean; readonly region: string | undefined } {
  const seal = /seal\s+"awskms"\s*\{([^}]*)\}/.exec(text)?.[1] ?? ''
  const key = /kms_key_id\s*=\s*"([^"]*)"/.exec(seal)?.[1]
  const region = /region\s*=\s*"([^"]*)"/.exec(seal)?.[1]
  const ring = /seal\s+"gcpckms"\s*\{[^}]*?region\s*=\s*"([^"]*)"/.exec(text)?.[1] ?? ''
  const isOne = key !== undefined && !/^(arn:[^"]*[:/])?(mrk-|alias\/)/.test(key)
  // Locations of several regions, such as `global` and `eur4`, have no dash.
  return { isRegional: isOne || /^[a-z]+-[a-z]+\d+$/.test(ring), region }
}

function holdsStorage(map: JsonObject): boolean {
  const values = Object.values(isObject(map.data) ? map.data : {})
  return values.some((value) => typeof value === 'string' && /storage\s+"raft"/.test(value))
}

function secretsAndRights(cluster: string, object: JsonObject): readonly Mistake[] {
  const wrong = (rule: string, pointer: string, evidence: string, remedy: string, row: number) => [
    mistake(cluster, { rule, severity: 'error', object, pointer, evidence, remedy, blueprint: row }),
  ]
  if (object.kind === 'CredentialsRequest' && !isProduct(textAt(object, 'spec', 'secretRef', 'namespace') ?? '')) {
    const isWide = listAt(object, 'spec', 'providerSpec', 'statementEntries').some(
      (each) =>
        textAt(each, 'resource') === '*' &&
        listAt(each, 'action').some((action) => typeof action === 'string' && /^(kms:|\*)/i.test(action)),
    )
    if (isWide)
      return wrong(
        'kms-rights-on-everything',
        '/spec/providerSpec/statementEntries',
        'KMS rights on resource *: every key of the account',
        'name the ARN of the seal’s key and of each replica, one entry each',
        13,
      )
  }
  if (object.kind === 'Secret' && object.apiVersion === 'v1') return secret(object, wrong)
  if (object.kind === 'PKISecretEngineRole' && isLoose(object))
    return wrong(
      'loose-pki-role',
      '/spec',
      'the role signs bare domains or names that are no host names',
      'name the domains, allow sub-domains only, enforce host names',
      17,
    )
  if (object.kind === 'KubernetesAuthEngineRole' && listAt(object, 'spec', 'targetServiceAccounts').includes('default'))
    return wrong(
      'login-role-for-default',
      '/spec/targetServiceAccounts',
      'the login role is bound to the ServiceAccount default',
      'bind it to a ServiceAccount of its own',
      17,
    )
  if (object.kind === 'PKISecretEngineConfig' && /"http:\/\//.test(JSON.stringify(object.spec ?? null)))
    return wrong(
      'pki-urls-http',
      '/spec',
      'issuing and revocation URLs are http, the listener speaks TLS only',
      'use https, or certificates that live so shortly that none is revoked',
      18,
    )
  const check = textAt(object, 'metadata', 'annotations', 'global-load-balancer-operator.redhat-cop.io/health-check')
  if (object.kind === 'Route' && check !== undefined && /"path"\s*:\s*"\/ui/.test(check))
    return wrong(
      'health-check-of-ui',
      '/metadata/annotations/global-load-balancer-operator.redhat-cop.io~1health-check',
      'the health check asks /ui/, which answers while Vault is sealed',
      'ask /v1/sys/health?standbyok=true&perfstandbyok=true',
      21,
    )
  return []
}

function secret(
  object: JsonObject,
  wrong: (rule: string, pointer: string, evidence: string, remedy: string, row: number) => readonly Mistake[],
): readonly Mistake[] {
  const keys = Object.keys(isObject(object.data) ? object.data : {})
  const isInit =
    nameOf(object) === 'vault-init' || keys.some((key) => /^(root[_-]token|(recovery|unseal)[_-]keys?)/.test(key))
  if (isInit)
    return wrong(
      'root-token-stored',
      '/data',
      'root token or recovery keys lie in a Secret: who reads it owns everything',
      'split the recovery keys to named holders with PGP, revoke the root token, delete this Secret',
      15,
    )
  if (object.type === 'kubernetes.io/service-account-token' && !isMadeByPlatform(object))
    return wrong(
      'stored-service-account-token',
      '/type',
      'a ServiceAccount token that never ends lies in a Secret',
      'use bound tokens and delete this Secret',
      16,
    )
  return []
}

/** OpenShift kept a token beside each ServiceAccount until 4.15; nobody asked for those. */
function isMadeByPlatform(secret: JsonObject): boolean {
  const maker = textAt(secret, 'metadata', 'annotations', 'kubernetes.io/created-by') ?? ''
  return isProduct(namespaceOf(secret)) || maker.startsWith('openshift.io/')
}

function isLoose(role: JsonObject): boolean {
  const spec = isObject(role.spec) ? role.spec : {}
  return spec.enforceHostnames === false || spec.allowAnyName === true
}

function twoVaults(cluster: string, objects: readonly JsonObject[]): readonly Mistake[] {
  const vaults = quorumWorkloads(objects).filter((each) => each.system === 'Vault')
  return vaults.slice(1).map(({ workload }) =>
    mistake(cluster, {
      rule: 'two-vaults',
      severity: 'warning',
      object: workload,
      pointer: '',
      evidence: `${vaults.length} Vaults in one cluster: ${vaults.map((each) => `${namespaceOf(each.workload)}/${nameOf(each.workload)}`).join(', ')}; which of them is the platform’s cannot be seen, both are imported as they are`,
      remedy: 'say which one is stretched, and import the other into an environment of its own or retire it',
    }),
  )
}
