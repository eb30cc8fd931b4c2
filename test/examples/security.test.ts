import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../engine/model/json.ts'
import { planOf, repositories } from './repository.ts'

/** An object as one template wants it on clusters. */
interface Wanted {
  readonly object: JsonObject
  readonly text: string
  readonly isDesired: boolean
}

function wantedIn(name: string): readonly Wanted[] {
  return planOf(name).policies.flatMap((policy) =>
    listAt(policy.object, 'spec', 'policy-templates').flatMap((template) => {
      const definition = at(template, 'objectDefinition')
      const hasRole = textAt(definition, 'metadata', 'annotations', 'isthmus.dev/role') === 'desired'
      return listAt(definition, 'spec', 'object-templates').flatMap((each) => {
        const object = at(each, 'objectDefinition')
        const isDesired = hasRole && textAt(each, 'complianceType') !== 'mustnothave'
        return isObject(object) ? [{ object, text: JSON.stringify(object), isDesired }] : []
      })
    }),
  )
}

/** Text that no object may hold: security points (S) and mistakes of the past (M) of the blueprint, sections 13 and 11. */
const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp, sample: string])[] = [
  ['S1 a private key', /-----BEGIN [A-Z ]*PRIVATE KEY/, '-----BEGIN EC PRIVATE KEY-----'],
  ['S1 a Vault token', /\bhv[sb]\.[A-Za-z0-9]{8}/, 'hvs.CAESIJ0123'],
  ['S1 an AWS key', /\bAKIA[0-9A-Z]{16}\b/, `AKIA${'A1'.repeat(8)}`],
  ['S1 a client secret', /"?client_secret"?\s*[=:]\s*\\?"?[A-Za-z0-9]{8}/, 'client_secret = "abcdefgh1"'],
  [
    'S2 unverified TLS',
    /tls-skip-verify|"insecureSkipTLSVerify":true|"insecureSkipVerify":true|--insecure\b|tls_disable\W+(1|true)/,
    'vault status -tls-skip-verify',
  ],
  ['S2 insecure: true', /"insecure[A-Za-z]*":true/, '"insecureBrokerConnection":true'],
  ['S2, M7 a cable in clear text', /vxlan/, '"cableDriver":"vxlan"'],
  ['S2, M8 the whole world', /"0\.0\.0\.0\/0"/, '"cidr":"0.0.0.0/0"'],
  [
    'S4, M16 a long-lived account token',
    /kubernetes\.io\/service-account-token/,
    '"type":"kubernetes.io/service-account-token"',
  ],
  ['S6, M26 an image that moves', /"image":"[^"]*:latest"/, '"image":"a/b:latest"'],
  [
    'S6, M28 a pipe into kubectl',
    /(curl|wget)[^"]*\|\s*(kubectl|oc|sh|bash)\b/,
    'curl https://a.example | kubectl apply -f -',
  ],
  ['M3 the old spelling of networks', /machineCIDR|hostprefix/, 'hostprefix: 23'],
  ['M19 a topology that is gone', /failure-domain\.beta\.kubernetes\.io/, 'failure-domain.beta.kubernetes.io/zone'],
  ['M21 a health check that is green while sealed', /"path":"\/ui\/?"/, '"path":"/ui/"'],
  ['M24 a storage driver that is gone', /"provisioner":"kubernetes\.io\//, '"provisioner":"kubernetes.io/aws-ebs"'],
  [
    'M29 an API that is gone',
    /"kind":"PodSecurityPolicy"|"apiVersion":"policy\/v1beta1"/,
    '"kind":"PodSecurityPolicy"',
  ],
]

test.each(FORBIDDEN)('%s would be found', (_, pattern, sample) => {
  expect(sample).toMatch(pattern)
})

describe.each([...repositories.keys()])('%s', (name) => {
  const wanted = wantedIn(name)
  const ofKind = (...kinds: readonly string[]) =>
    wanted.filter(({ object, isDesired }) => isDesired && kinds.includes(String(object.kind)))

  test.each(FORBIDDEN)('%s is nowhere', (_, pattern) => {
    expect(wanted.filter(({ text }) => pattern.test(text)).map(({ text }) => text.slice(0, 200))).toEqual([])
  })

  test('S2: no right on everything', () => {
    const rules = ofKind('Role', 'ClusterRole').flatMap(({ object }) => listAt(object, 'rules'))
    expect(rules.length).toBeGreaterThan(0)
    const wide = rules.filter((rule) =>
      ['resources', 'verbs', 'apiGroups'].some((key) => listAt(rule, key).includes('*')),
    )
    expect(wide).toEqual([])
  })

  // The one Secret that is written out is install-config.yaml: Hive adds what is secret in it by itself.
  test('S1: Secrets hold references, never values', () => {
    const values = ofKind('Secret').flatMap(({ object }) =>
      ['data', 'stringData'].flatMap((key) => {
        const held = at(object, key)
        return isObject(held)
          ? Object.entries(held).flatMap(([k, value]) => (k === 'install-config.yaml' ? [] : [value]))
          : held === undefined
            ? []
            : [held]
      }),
    )
    expect(values.filter((value) => typeof value !== 'string' || !value.includes('{{'))).toEqual([])
  })

  test('S7: every pod is restricted', () => {
    const pods = ofKind('StatefulSet', 'CronJob', 'Job', 'Deployment').map(({ object }) => podSpec(object))
    for (const pod of pods) {
      expect(at(pod, 'securityContext', 'runAsNonRoot')).toBe(true)
      const containers = [...listAt(pod, 'initContainers'), ...listAt(pod, 'containers')]
      expect(containers.length).toBeGreaterThan(0)
      for (const each of containers) {
        expect(at(each, 'securityContext')).toMatchObject({
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        })
      }
    }
  })

  test('M4: what Hive writes itself is never written', () => {
    for (const { object } of ofKind('ClusterDeployment')) expect(at(object, 'spec', 'installed')).toBeUndefined()
  })

  test('M24: volumes outlive their claims', () => {
    for (const { object } of ofKind('StorageClass')) expect(object.reclaimPolicy).toBe('Retain')
  })

  test('S2: probes of the nodes speak TLS', () => {
    for (const { object } of ofKind('StatefulSet', 'CronJob'))
      expect(JSON.stringify(object)).not.toMatch(/scheme":"HTTP"/)
  })
})

test.each(['reference', 'imported-clusters', 'two-regions-and-witness'])(
  'S3: the namespaces of %s are closed',
  (name) => {
    const closed = wantedIn(name).filter(({ object }) => {
      const selector = at(object, 'spec', 'podSelector')
      const isAll = isObject(selector) && Object.keys(selector).length === 0
      const isClosing =
        listAt(object, 'spec', 'policyTypes').includes('Ingress') && !listAt(object, 'spec', 'ingress').length
      return object.kind === 'NetworkPolicy' && isAll && isClosing
    })
    const namespaces = new Set(closed.map(({ object }) => textAt(object, 'metadata', 'namespace')))
    expect([...namespaces].sort()).toEqual(expect.arrayContaining(['cert-manager', 'cockroachdb', 'vault']))
  },
)

function podSpec(object: Json): Json | undefined {
  return at(object, 'spec', 'jobTemplate', 'spec', 'template', 'spec') ?? at(object, 'spec', 'template', 'spec')
}
