import type { Mistake } from '../../../model/imported.ts'
import type { JsonObject } from '../../../model/json.ts'
import { at, listAt, textAt } from '../../../model/json.ts'
import { isIssuerOf, nameOf, namespaceOf, ofKind } from '../find.ts'
import type { Platform } from '../platform.ts'
import { hubOf } from '../platform.ts'
import { lifetimeOf, renewalOf } from './lifetimes.ts'
import type { Rule } from './mistake.ts'
import { hoursIn, mistake } from './mistake.ts'

const GROUP = 'cert-manager.io'
/** One, two and four hours of retries, and three days of an issuer that is out (rule G7). */
const SHORTEST_RENEWAL = 79

/** An ACME server under a name that no public CA can have is a private PKI. */
const PRIVATE_NAME =
  /^https:\/\/([^./:]+|[^/:]+\.(svc|local|internal|intranet|corp|lan|private|home\.arpa)|10\.[0-9.]+|192\.168\.[0-9.]+|172\.(1[6-9]|2\d|3[01])\.[0-9.]+)(:\d+)?(\/|$)/

/** Rows 10, 11, 16, 17, 22 and 28 on certificates and issuers; dates as observed. */
export const certificateRules: Rule = (platform) =>
  platform.seen.flatMap(({ name, objects, observedAt = platform.observedAt }) => [
    ...ofKind(objects, 'Certificate', GROUP).flatMap((each) => certificate(name, each, observedAt)),
    ...[...ofKind(objects, 'ClusterIssuer', GROUP), ...ofKind(objects, 'Issuer', GROUP)].flatMap((each) =>
      issuer(name, each, objects, platform),
    ),
  ])

function certificate(cluster: string, object: JsonObject, observedAt: string): readonly Mistake[] {
  const isAuthority = at(object, 'spec', 'isCA') === true
  return [
    ...(isAuthority ? authority(cluster, object) : renewal(cluster, object)),
    ...powerfulName(cluster, object),
    ...expiry(cluster, object, observedAt),
  ]
}

function authority(cluster: string, object: JsonObject): readonly Mistake[] {
  if (hoursIn(textAt(object, 'spec', 'duration')) !== undefined) return []
  return [
    mistake(cluster, {
      rule: 'ca-without-duration',
      severity: 'error',
      blueprint: 10,
      object,
      pointer: '/spec/duration',
      evidence: 'a CA without a duration lives 90 days, and each renewal makes a new key: every copy of it breaks',
      remedy: 'set duration: 87600h, renewBefore: 26280h and privateKey.rotationPolicy: Never',
    }),
  ]
}

function renewal(cluster: string, object: JsonObject): readonly Mistake[] {
  const { duration, before } = lifetimeOf(object)
  const isAsked = ['renewBefore', 'renewBeforePercentage'].some((each) => at(object, 'spec', each) !== undefined)
  if (!isShort(duration, before) || isBrief(object, duration, before)) return []
  return [
    mistake(cluster, {
      rule: 'short-renewal',
      severity: 'error',
      blueprint: 22,
      object,
      pointer: isAsked ? '/spec/renewBefore' : '/spec/duration',
      evidence: `lives ${rounded(duration)} hours and is renewed ${rounded(before)} before its end: a failed issuance is retried after 1, 3 and 7 hours, an issuer may be out for 72`,
      remedy: 'use a third of the life and 79 hours at least, for example duration: 720h, renewBefore: 240h',
    }),
  ]
}

function rounded(hours: number): number {
  return Math.round(hours * 100) / 100
}

function powerfulName(cluster: string, object: JsonObject): readonly Mistake[] {
  const name = textAt(object, 'spec', 'commonName') ?? ''
  if (
    at(object, 'spec', 'isCA') === true ||
    !/^(root|node)$/.test(name) ||
    textAt(object, 'spec', 'issuerRef', 'kind') !== 'ClusterIssuer'
  )
    return []
  return [
    mistake(cluster, {
      rule: 'powerful-name-shared-issuer',
      severity: 'error',
      blueprint: 17,
      object,
      pointer: '/spec/issuerRef',
      evidence: `common name ${name} comes from ClusterIssuer ${textAt(object, 'spec', 'issuerRef', 'name') ?? ''}: every namespace that may create a Certificate can become it`,
      remedy: 'sign it by a namespaced Issuer with a Vault role and ServiceAccount of its own',
    }),
  ]
}

/** A client identity that jobs use and that is meant to be worthless tomorrow: no service waits for its renewal. */
function isBrief(object: JsonObject, duration: number, before: number): boolean {
  const usages = listAt(object, 'spec', 'usages')
  const isClient = usages.includes('client auth') && !usages.includes('server auth')
  return isClient && duration <= 48 && before >= duration / 3
}

/** Rule G7: a third of the life, and room for the retries after a failure and a long outage of the issuer. */
function isShort(duration: number, renewal: number): boolean {
  return renewal < SHORTEST_RENEWAL || renewal < duration / 3 - 24
}

function expiry(cluster: string, object: JsonObject, observedAt: string): readonly Mistake[] {
  const end = textAt(object, 'status', 'notAfter')
  const left = end === undefined ? Number.NaN : (Date.parse(end) - Date.parse(observedAt)) / 3_600_000
  const renewal = renewalOf(object)
  if (Number.isNaN(left) || left > renewal / 2) return []
  return [
    mistake(cluster, {
      rule: left <= 0 ? 'certificate-expired' : 'certificate-not-renewed',
      severity: 'error',
      object,
      pointer: '/status/notAfter',
      evidence: `${left <= 0 ? 'ended' : 'ends'} ${end}, and should have been renewed ${rounded(renewal)} hours before`,
      remedy:
        'look at its CertificateRequests and its issuer, then renew it with cmctl renew, one region after the other',
    }),
  ]
}

function issuer(
  cluster: string,
  object: JsonObject,
  own: readonly JsonObject[],
  platform: Platform,
): readonly Mistake[] {
  return [
    ...rootKeyCopy(cluster, object, own, platform),
    ...login(cluster, object),
    ...publicAuthority(cluster, object),
  ]
}

/** Row 11: the Secret of the hub's root is on a member, and an issuer signs with it. */
function rootKeyCopy(
  cluster: string,
  object: JsonObject,
  own: readonly JsonObject[],
  platform: Platform,
): readonly Mistake[] {
  const secret = textAt(object, 'spec', 'ca', 'secretName')
  const hub = hubOf(platform) ?? []
  const isRoot = ofKind(hub, 'Certificate', GROUP).some(
    (each) =>
      textAt(each, 'spec', 'secretName') === secret && at(each, 'spec', 'isCA') === true && !isSigned(each, hub),
  )
  // A ClusterIssuer reads the namespace that cert-manager was told, which no object of its own says.
  const isThere = (each: JsonObject) => object.kind === 'ClusterIssuer' || namespaceOf(each) === namespaceOf(object)
  const copy = ofKind(own, 'Secret').find(
    (each) => nameOf(each) === secret && isThere(each) && at(each, 'data', 'tls.key') !== undefined,
  )
  if (!isRoot || !copy || !platform.members.includes(cluster)) return []
  const hasVaultRoot = ofKind(own, 'ClusterIssuer', GROUP).some((each) =>
    /^pki\//.test(textAt(each, 'spec', 'vault', 'path') ?? ''),
  )
  return [
    mistake(cluster, {
      rule: 'root-key-on-cluster',
      severity: 'error',
      blueprint: 11,
      object: copy,
      pointer: '/data/tls.key',
      evidence: `holds the private key of the hub’s root CA, with which ${object.kind} ${nameOf(object)} signs${hasVaultRoot ? '; Vault’s mount pki is a second root beside it' : ''}`,
      remedy:
        'give each cluster an intermediate of its own, sign Vault’s intermediate by the root, then replace root and leaves',
    }),
  ]
}

/** An intermediate: its issuer is there, and signs with a key that is another's. */
function isSigned(certificate: JsonObject, objects: readonly JsonObject[]): boolean {
  const issuers = [...ofKind(objects, 'ClusterIssuer', GROUP), ...ofKind(objects, 'Issuer', GROUP)]
  return issuers.some((each) => isIssuerOf(each, certificate) && at(each, 'spec', 'selfSigned') === undefined)
}

function login(cluster: string, object: JsonObject): readonly Mistake[] {
  const auth = at(object, 'spec', 'vault', 'auth', 'kubernetes')
  if (at(auth, 'secretRef') === undefined) return []
  return [
    mistake(cluster, {
      rule: 'stored-service-account-token',
      severity: 'error',
      blueprint: 16,
      object,
      pointer: '/spec/vault/auth/kubernetes/secretRef',
      evidence:
        'logs in to Vault by a token that is kept in a Secret and never ends; such Secrets are no longer made for ServiceAccounts',
      remedy: 'use auth.kubernetes.serviceAccountRef with a bound, short-lived token',
    }),
  ]
}

/** Row 28: a public CA for what is not a browser’s. */
function publicAuthority(cluster: string, object: JsonObject): readonly Mistake[] {
  const server = textAt(object, 'spec', 'acme', 'server')
  if (server === undefined || PRIVATE_NAME.test(server)) return []
  const solvers = listAt(object, 'spec', 'acme', 'solvers').length
  return [
    mistake(cluster, {
      rule: 'acme-issuer',
      severity: 'warning',
      blueprint: 28,
      object,
      pointer: '/spec/acme',
      evidence: `${server} with ${solvers} solver(s): public CAs no longer issue for client authentication, and their certificates live 64, then 45 days`,
      remedy: 'use a private PKI between machines, and limit the DNS rights of the solver to one zone',
    }),
  ]
}
