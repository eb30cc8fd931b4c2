import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../../engine/model/json.ts'
import type { Cluster } from './cluster.ts'
import { tokenOf } from './pod.ts'
import type { VaultTarget } from './vault-client.ts'
import { askVault, mustVault } from './vault-client.ts'

/** Kinds in the order in which they can succeed. */
const ORDER = [
  'Audit',
  'AuthEngineMount',
  'KubernetesAuthEngineConfig',
  'Policy',
  'KubernetesAuthEngineRole',
  'SecretEngineMount',
  'PKISecretEngineConfig',
  'PKISecretEngineRole',
]
/** Fields of a spec that say how to reach Vault, not what to write there. */
const OWN = ['connection', 'authentication', 'path', 'name']

/**
 * What vault-config-operator does with its objects, since the operator itself is not to be had: it logs in as the object says and
 * writes the object's fields at the path that the operator's API documents for the kind. Gives the paths written.
 */
export async function operate(
  cluster: Cluster,
  vault: VaultTarget,
  kinds: readonly string[] = ORDER,
): Promise<readonly string[]> {
  const done: string[] = []
  const sessions = new Map<string, VaultTarget>()
  for (const kind of kinds) {
    for (const object of await cluster.list('redhatcop.redhat.io/v1alpha1', kind, 'vault')) {
      const how = JSON.stringify(at(object, 'spec', 'authentication'))
      const session = sessions.get(how) ?? { ...vault, token: await login(cluster, vault, object) }
      sessions.set(how, session)
      for (const { path, body } of await writes(cluster, session, object)) {
        await mustVault(session, { path, body })
        done.push(path)
      }
    }
  }
  return done
}

async function login(cluster: Cluster, vault: VaultTarget, object: JsonObject): Promise<string> {
  const how = at(object, 'spec', 'authentication')
  const jwt = await tokenOf(cluster, 'vault', textAt(how, 'serviceAccount', 'name') ?? '')
  const body = { role: textAt(how, 'role') ?? '', jwt }
  const answer = await mustVault(vault, { path: `auth/${textAt(how, 'path')}/login`, body })
  return textAt(answer, 'auth', 'client_token') ?? ''
}

interface Write {
  readonly path: string
  readonly body: JsonObject
}

async function writes(cluster: Cluster, session: VaultTarget, object: JsonObject): Promise<readonly Write[]> {
  const spec = (at(object, 'spec') ?? {}) as JsonObject
  const own = textAt(spec, 'name') ?? textAt(object, 'metadata', 'name') ?? ''
  const path = (...parts: readonly string[]) => parts.join('/').replaceAll(/\/+/g, '/')
  const below = textAt(spec, 'path') ?? ''
  const fields = snake(spec)
  switch (textAt(object, 'kind')) {
    case 'Audit': {
      const known = await askVault(session, { path: 'sys/audit' })
      return at(known.body, `${below}/`) ? [] : [{ path: path('sys/audit', below), body: fields }]
    }
    case 'AuthEngineMount': {
      const known = await askVault(session, { path: 'sys/auth' })
      const name = path(below, own).replace(/^\//, '')
      return at(known.body, `${name}/`) ? [] : [{ path: path('sys/auth', name), body: fields }]
    }
    case 'SecretEngineMount': {
      const known = await askVault(session, { path: 'sys/mounts' })
      const config = snake((at(spec, 'config') ?? {}) as JsonObject)
      return at(known.body, `${own}/`) ? [] : [{ path: path('sys/mounts', below, own), body: { ...fields, config } }]
    }
    case 'KubernetesAuthEngineConfig':
      return [{ path: path('auth', below, own, 'config'), body: fields }]
    case 'KubernetesAuthEngineRole':
      return [{ path: path('auth', below, 'role', own), body: roleOf(spec) }]
    case 'Policy':
      return [{ path: path('sys/policies/acl', own), body: { policy: textAt(spec, 'policy') ?? '' } }]
    case 'PKISecretEngineRole':
      return [{ path: path(below, 'roles', own), body: fields }]
    case 'PKISecretEngineConfig':
      return await authority(cluster, session, below, spec)
    default:
      return []
  }
}

function roleOf(spec: JsonObject): JsonObject {
  const { target_service_accounts, target_namespaces, policies, ...rest } = snake(spec)
  return {
    ...rest,
    bound_service_account_names: target_service_accounts ?? [],
    bound_service_account_namespaces: listAt(target_namespaces, 'targetNamespaces'),
    token_policies: policies ?? [],
  }
}

/** A request is made once; the signed certificate is handed in once its Secret is there. */
async function authority(
  cluster: Cluster,
  session: VaultTarget,
  mount: string,
  spec: JsonObject,
): Promise<readonly Write[]> {
  const fields = snake(spec)
  const settings = [
    { path: `${mount}/config/urls`, body: fields },
    { path: `${mount}/config/crl`, body: { expiry: fields.crl_expiry ?? '72h' } },
  ]
  const keys = await askVault(session, { method: 'LIST', path: `${mount}/keys` })
  if (keys.status === 404)
    return [{ path: `${mount}/intermediate/generate/${textAt(spec, 'privateKeyType')}`, body: fields }, ...settings]
  const issuers = await askVault(session, { method: 'LIST', path: `${mount}/issuers` })
  const secret = await cluster.get('v1', 'Secret', 'vault', textAt(spec, 'externalSignSecret', 'name') ?? '')
  const signed = textAt(secret, 'data', textAt(spec, 'certificateKey') ?? '')
  if (issuers.status !== 404 || signed === undefined) return settings
  const certificate = Buffer.from(signed, 'base64').toString()
  return [{ path: `${mount}/intermediate/set-signed`, body: { certificate } }, ...settings]
}

/** `allowIPSans` as Vault writes it: `allow_ip_sans`. */
function snake(spec: JsonObject): JsonObject {
  const entries = Object.entries(spec).flatMap(([key, value]): (readonly [string, Json])[] => {
    if (OWN.includes(key) || (isObject(value) && key === 'externalSignSecret')) return []
    const words = key.replaceAll(/([a-z])([A-Z])/g, '$1_$2').replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    return [[words.toLowerCase().replace('cajwt', 'ca_jwt'), value]]
  })
  return Object.fromEntries(entries)
}
