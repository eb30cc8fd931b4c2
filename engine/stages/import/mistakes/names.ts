import type { Mistake } from '../../../model/imported.ts'
import type { JsonObject } from '../../../model/json.ts'
import { at, listAt, textAt } from '../../../model/json.ts'
import type { QuorumWorkload } from '../find.ts'
import { commandLine, mountedTexts, nameOf, namespaceOf, ofKind, quorumWorkloads, variableOf } from '../find.ts'
import { seenMembers } from '../platform.ts'
import type { Rule } from './mistake.ts'
import { mistake } from './mistake.ts'

/** Row 12: every name by which a member is called must stand in its certificate. */
export const nameRules: Rule = (platform) =>
  seenMembers(platform).flatMap(({ name, objects }) =>
    quorumWorkloads(objects).flatMap((each) => [
      ...closure(name, each, objects),
      ...podAddress(name, each),
      ...localAddress(name, each),
      ...skipVerify(name, each),
    ]),
  )

/** A URL of a text, and the key that says it is the address of a member. */
const URL_IN_TEXT = /(addr(?:ess)?"?\s*[=:]\s*"?)?https:\/\/([A-Za-z0-9.-]+)(?::\d+)?/gi

/** Texts also name what a member calls, such as a key service of the cloud. */
function isLocal(host: string, namespace: string): boolean {
  return !host.includes('.') || /^[\d.]+$/.test(host) || `${host}.`.includes(`.${namespace}.svc.`)
}

/** Hosts by which the members of a quorum are called, as its own objects say. */
export function calledHosts({ workload, container, system }: QuorumWorkload, objects: readonly JsonObject[]) {
  const namespace = namespaceOf(workload)
  const texts = [...mountedTexts(workload, objects), commandLine(container)].join('\n')
  const urls = [...texts.matchAll(URL_IN_TEXT)]
    .filter(([, key, host = '']) => key !== undefined || isLocal(host, namespace))
    .map((each) => each[2] ?? '')
  const joins = [...texts.matchAll(/--join=(\S+)/g)].flatMap((each) => (each[1] ?? '').split(','))
  const address = /https:\/\/([A-Za-z0-9.-]+)/.exec(variableOf(container, 'VAULT_ADDR') ?? '')?.[1]
  const services = ofKind(objects, 'Route', 'route.openshift.io')
    .filter((each) => namespaceOf(each) === namespace && textAt(each, 'spec', 'tls', 'termination') === 'reencrypt')
    .map((each) => `${textAt(each, 'spec', 'to', 'name')}.${namespace}.svc`)
  const issuers = ofKind(objects, 'ClusterIssuer', 'cert-manager.io')
    .map((each) => /https:\/\/([^:/]+)/.exec(textAt(each, 'spec', 'vault', 'server') ?? '')?.[1])
    .filter((each) => system === 'Vault' && each !== undefined && isLocal(each, namespace))
  const hosts = [...urls, ...joins.map((each) => each.split(':')[0] ?? ''), address, ...services, ...issuers]
  return [
    ...new Set(hosts.filter((each) => each !== undefined && /[a-z0-9]/.test(each) && !each.includes('$'))),
  ].sort() as string[]
}

/** Certificates whose Secrets a workload mounts. */
function certificatesOf(workload: JsonObject, objects: readonly JsonObject[]): readonly JsonObject[] {
  const volumes = listAt(workload, 'spec', 'template', 'spec', 'volumes')
  const secrets = volumes.flatMap((each) => [
    textAt(each, 'secret', 'secretName'),
    ...listAt(each, 'projected', 'sources').map((source) => textAt(source, 'secret', 'name')),
  ])
  return ofKind(objects, 'Certificate', 'cert-manager.io').filter(
    (each) => namespaceOf(each) === namespaceOf(workload) && secrets.includes(textAt(each, 'spec', 'secretName') ?? ''),
  )
}

/** What a client shows has no name that anybody calls. */
function isServing(certificate: JsonObject): boolean {
  const usages = listAt(certificate, 'spec', 'usages')
  const names = [...listAt(certificate, 'spec', 'dnsNames'), ...listAt(certificate, 'spec', 'ipAddresses')]
  return names.length > 0 && (usages.includes('server auth') || !usages.includes('client auth'))
}

function closure(cluster: string, quorum: QuorumWorkload, objects: readonly JsonObject[]): readonly Mistake[] {
  const certificates = certificatesOf(quorum.workload, objects)
  const called = calledHosts(quorum, objects)
  if (certificates.length === 0 && called.length > 0) return [unknownNames(cluster, quorum)]
  return certificates.filter(isServing).flatMap((object) => {
    const names = [...listAt(object, 'spec', 'dnsNames'), ...listAt(object, 'spec', 'ipAddresses')].map(String)
    const missing = called.filter((host) => !names.some((name) => isNamed(host, name)))
    if (missing.length === 0) return []
    return [
      mistake(cluster, {
        rule: 'names-not-in-certificate',
        severity: 'error',
        blueprint: 12,
        object,
        pointer: '/spec/dnsNames',
        evidence: `${missing.length} of ${called.length} names by which the members are called are not in it: ${missing.slice(0, 4).join(', ')}${missing.length > 4 ? ', …' : ''}`,
        remedy:
          'compute the names from every address that is used (peers, probes, issuers, routes, localhost and 127.0.0.1)',
      }),
    ]
  })
}

function isNamed(host: string, name: string): boolean {
  if (host === name) return true
  return name.startsWith('*.') && host.slice(host.indexOf('.') + 1) === name.slice(2) && host.includes('.')
}

function podAddress(cluster: string, { workload, container }: QuorumWorkload): readonly Mistake[] {
  const address = variableOf(container, 'VAULT_API_ADDR') ?? ''
  if (!address.includes('$(POD_IP)')) return []
  return [
    mistake(cluster, {
      rule: 'address-is-pod-ip',
      severity: 'error',
      blueprint: 12,
      object: workload,
      pointer: '/spec/template/spec/containers',
      evidence: `VAULT_API_ADDR is ${address}: no certificate can name it, and it changes with every restart of a pod`,
      remedy: 'use https://$(HOSTNAME).<cluster>.<service>.<namespace>.svc.clusterset.local:8200',
    }),
  ]
}

/** What a member tells the others to call it by must mean the same everywhere. */
function localAddress(cluster: string, { workload, container, system }: QuorumWorkload): readonly Mistake[] {
  const line = commandLine(container)
  const advertised = /--advertise-(?:addr|host)[= ]((?:\$\([^)]*\)|\S)+)/.exec(line)?.[1] ?? ''
  const domain = advertised.includes('STATEFULSET_FQDN')
    ? (variableOf(container, 'STATEFULSET_FQDN') ?? '')
    : advertised
  const address = system === 'Vault' ? (variableOf(container, 'VAULT_CLUSTER_ADDR') ?? '') : domain
  const isNode = listAt(container, 'env').some(
    (each) => textAt(each, 'name') === 'VAULT_RAFT_NODE_ID' && at(each, 'valueFrom', 'fieldRef') !== undefined,
  )
  const place = { object: workload, pointer: '/spec/template/spec/containers' }
  return [
    ...(address !== '' && !address.includes('.svc.clusterset.local')
      ? [
          mistake(cluster, {
            ...place,
            rule: 'address-only-local',
            severity: 'error',
            evidence: `${nameOf(workload)} advertises ${advertised === '' ? address : `${advertised}${domain === advertised ? '' : ` (${domain})`}`}, which means another pod in every region or none`,
            remedy: 'advertise $(hostname).<cluster>.<service>.<namespace>.svc.clusterset.local',
          }),
        ]
      : []),
    ...(isNode
      ? [
          mistake(cluster, {
            ...place,
            rule: 'raft-node-id-not-unique',
            severity: 'error',
            evidence:
              'VAULT_RAFT_NODE_ID is the name of the pod, which is the same in every region: members would replace one another',
            remedy: 'use $(HOSTNAME)-<cluster>',
          }),
        ]
      : []),
  ]
}

function skipVerify(cluster: string, { workload, container }: QuorumWorkload): readonly Mistake[] {
  const probes = ['readinessProbe', 'livenessProbe', 'startupProbe'].filter((probe) =>
    JSON.stringify(at(container, probe) ?? null).includes('-tls-skip-verify'),
  )
  if (probes.length === 0) return []
  const index = listAt(workload, 'spec', 'template', 'spec', 'containers').indexOf(container)
  return [
    mistake(cluster, {
      rule: 'tls-skip-verify',
      severity: 'warning',
      blueprint: 12,
      object: workload,
      pointer: `/spec/template/spec/containers/${Math.max(0, index)}/${probes[0]}`,
      evidence: `${probes.join(' and ')} calls with -tls-skip-verify: an expired or foreign certificate is never noticed`,
      remedy: 'put 127.0.0.1 and localhost into the certificate and give the probe the CA',
    }),
  ]
}

/** A certificate that nothing renews and whose names nothing shows. */
function unknownNames(cluster: string, { workload }: QuorumWorkload): Mistake {
  return mistake(cluster, {
    rule: 'certificate-not-managed',
    severity: 'warning',
    object: workload,
    pointer: '/spec/template/spec/volumes',
    evidence:
      'no Certificate that was seen makes a Secret that the pods mount: the names and the end of theirs are not known, nor who renews it',
    remedy: 'let cert-manager make it, with every name by which the members are called',
  })
}
