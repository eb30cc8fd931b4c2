import { readdirSync, readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../engine/model/json.ts'
import { crdFolder, hasCrds } from './crd-schemas.ts'
import { inspectObject, validateObject } from './validate-object.ts'

const parse = (text: string): Json => load(text) as Json

const deployment = (container: string) =>
  parse(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [${container}] }
`)

describe('built-in kinds', () => {
  test.each([
    ['a whole object', '{ name: web, image: nginx, ports: [{ containerPort: 80 }] }', []],
    ['unknown field', '{ name: web, imagePullPolicies: Always }', ['unknown field “imagePullPolicies”']],
    ['wrong type', '{ name: web, ports: [{ containerPort: "80" }] }', ['must be integer']],
    ['required field', '{ image: nginx }', ["must have required property 'name'"]],
    ['int or string', '{ name: web, livenessProbe: { httpGet: { port: http } } }', []],
    ['neither int nor string', '{ name: web, livenessProbe: { httpGet: { port: true } } }', ['must be integer,string']],
    ['map of strings', '{ name: web, resources: { limits: { cpu: 2 } } }', ['must be string']],
  ])('%s', (_, container, expected) => {
    const errors = validateObject(deployment(container))
    expect(errors).toHaveLength(expected.length)
    expected.forEach((part, i) => {
      expect(errors[i]).toContain(part)
      expect(errors[i]).toContain('Deployment shop/web /spec/template/spec/containers/0')
    })
  })

  test.each([
    ['v1', 'Service'],
    ['v1', 'ConfigMap'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
    ['networking.k8s.io/v1', 'NetworkPolicy'],
    ['policy/v1', 'PodDisruptionBudget'],
    ['batch/v1', 'CronJob'],
    ['storage.k8s.io/v1', 'StorageClass'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
  ])('%s %s is known and closed', (apiVersion, kind) => {
    const { errors, withoutSchema } = inspectObject({ apiVersion, kind, metadata: { name: 'x' }, invented: 1 })
    expect(withoutSchema).toEqual([])
    expect(errors.join()).toContain('unknown field “invented”')
  })

  test.each([
    ['apps/v1', 'Service'],
    ['apps/v9', 'Deployment'],
    ['example.com/v1', 'Deployment'],
    ['v1', '__proto__'],
    ['../v1', 'Pod'],
  ])('%s %s has no schema, and says so', (apiVersion, kind) => {
    expect(inspectObject({ apiVersion, kind })).toEqual({ errors: [], withoutSchema: [`${apiVersion} ${kind}`] })
  })

  test('metadata is closed too, and only namespaced kinds have a namespace', () => {
    const role = (metadata: JsonObject) =>
      validateObject({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata, rules: [] })
    expect(role({ name: 'x', annotations: { a: 'b' } })).toEqual([])
    expect(role({ name: 'x', label: {} }).join()).toContain('/metadata: unknown field “label”')
    expect(role({ name: 'x', labels: { a: true } }).join()).toContain('/metadata/labels/a: must be string')
    expect(role({ name: 'x', namespace: 'y' }).join()).toContain('this kind has no namespace')
  })
})

const policy = (spec: string, role = 'desired', complianceType = 'musthave', definition = 'SPEC') =>
  parse(`
apiVersion: policy.open-cluster-management.io/v1
kind: Policy
metadata: { name: p, namespace: hub }
spec:
  disabled: false
  policy-templates:
    - objectDefinition:
        apiVersion: policy.open-cluster-management.io/v1
        kind: ConfigurationPolicy
        metadata: { name: t, annotations: { isthmus.dev/role: ${role} } }
        spec:
          remediationAction: ${role === 'desired' ? 'inform' : 'InformOnly'}
          severity: high
          object-templates:
            - complianceType: ${complianceType}
              objectDefinition:
                apiVersion: cert-manager.io/v1
                kind: Certificate
                metadata: { name: c, namespace: n }
                ${definition.replace('SPEC', `spec: ${spec}`)}
`)
const inside = 'Policy hub/p /spec/policy-templates/0/objectDefinition /spec/object-templates/0/objectDefinition'

if (!hasCrds) console.warn(`no CustomResourceDefinitions in ${crdFolder}: strict checks of custom kinds are skipped`)

describe.skipIf(!hasCrds)('kinds of CustomResourceDefinitions', () => {
  const certificate = '{ secretName: s, issuerRef: { name: i } }'

  test('a good policy, with what it carries', () => {
    expect(inspectObject(policy(certificate))).toEqual({ errors: [], withoutSchema: [] })
    expect(inspectObject(policy(certificate, 'health'))).toEqual({ errors: [], withoutSchema: [] })
  })

  test.each([
    [
      'unknown field deep inside',
      '{ secretName: s, issuerRef: { name: i, knd: Issuer } }',
      '/spec/issuerRef: unknown field “knd”',
    ],
    [
      'wrong type deep inside',
      '{ secretName: s, issuerRef: { name: i }, dnsNames: vault }',
      '/spec/dnsNames: must be array',
    ],
    [
      'value outside the enum',
      '{ secretName: s, issuerRef: { name: i }, usages: [sign] }',
      '/spec/usages/0: must be equal to one',
    ],
    ['required field', '{ secretName: s }', "/spec: must have required property 'issuerRef'"],
    [
      'plain text for a number',
      '{ secretName: s, issuerRef: { name: i }, revisionHistoryLimit: "3" }',
      'must be integer',
    ],
    [
      'template without conversion',
      '{ secretName: s, issuerRef: { name: i }, revisionHistoryLimit: "{{ 3 }}" }',
      'must be integer',
    ],
  ])('%s', (_, spec, expected) => {
    const errors = validateObject(policy(spec))
    expect(errors).toHaveLength(1)
    expect(errors[0]).toContain(`${inside} ${expected}`.split(' /spec/')[0])
    expect(errors[0]).toContain(expected)
  })

  test('templates stand for text of any form, and for other types with a conversion', () => {
    const converted =
      '{ secretName: "{{ upper .x }}", issuerRef: { name: i }, revisionHistoryLimit: "{{ 3 | toInt }}" }'
    const hub =
      '{ secretName: s, issuerRef: { name: i }, usages: ["{{hub fromConfigMap \\"\\" \\"m\\" \\"k\\" hub}}"] }'
    expect(validateObject(policy(converted))).toEqual([])
    expect(validateObject(policy(hub))).toEqual([])
  })

  test('a map may be copied as a whole', () => {
    const secret = (data: string) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'n' },
      data,
    })
    expect(validateObject(secret('{{hub copySecretData "" "s" hub}}'))).toEqual([])
    expect(validateObject(secret('{{hub fromSecret "" "s" "k" hub}}')).join()).toContain('/data: must be object')
  })

  test('an assertion may be partial, but never invents a field', () => {
    const partial = '{ dnsNames: [vault] }'
    expect(validateObject(policy(partial))).not.toEqual([])
    expect(validateObject(policy(partial, 'health'))).toEqual([])
    expect(validateObject(policy('{}', 'desired', 'mustnothave', ''))).toEqual([])
    expect(validateObject(policy('{ dnsName: [vault] }', 'health')).join()).toContain('unknown field “dnsName”')
  })

  test('InformOnly is allowed inside a Policy only', () => {
    const alone = {
      apiVersion: 'policy.open-cluster-management.io/v1',
      kind: 'ConfigurationPolicy',
      metadata: { name: 't' },
      spec: { remediationAction: 'InformOnly', 'object-templates': [] },
    }
    expect(validateObject(alone).join()).toContain('/spec/remediationAction: must be equal to one')
  })

  test.each([
    ['Policy', '{ disabled: false, policyTemplates: [] }', 'unknown field “policyTemplates”'],
    ['Policy', '{ policy-templates: [] }', "must have required property 'disabled'"],
  ])('%s itself: %s', (kind, spec, expected) => {
    const object = {
      apiVersion: 'policy.open-cluster-management.io/v1',
      kind,
      metadata: { name: 'p' },
      spec: parse(spec),
    }
    expect(validateObject(object).join()).toContain(expected)
  })

  test('what an OperatorPolicy subscribes to is a Subscription', () => {
    const operator = (subscription: JsonObject) => ({
      apiVersion: 'policy.open-cluster-management.io/v1beta1',
      kind: 'OperatorPolicy',
      metadata: { name: 'o' },
      spec: {
        remediationAction: 'inform',
        severity: 'high',
        complianceType: 'musthave',
        upgradeApproval: 'None',
        subscription,
      },
    })
    const good = { name: 'cert-manager', namespace: 'operators', channel: 'stable', source: 's', sourceNamespace: 'm' }
    expect(inspectObject(operator(good))).toEqual({ errors: [], withoutSchema: [] })
    expect(validateObject(operator({ ...good, chanel: 'stable' })).join()).toContain('unknown field “chanel”')
  })

  test.each([
    [
      'apps.open-cluster-management.io/v1',
      'PlacementRule',
      '{ clusterSelector: { matchLabel: {} } }',
      '',
      'unknown field “matchLabel”',
    ],
    [
      'cluster.open-cluster-management.io/v1beta1',
      'Placement',
      '{ clusterSet: [a] }',
      '',
      'unknown field “clusterSet”',
    ],
    [
      'cluster.open-cluster-management.io/v1beta2',
      'ManagedClusterSetBinding',
      '{ clusterset: a }',
      '',
      'unknown field “clusterset”',
    ],
    [
      'submarineraddon.open-cluster-management.io/v1alpha1',
      'SubmarinerConfig',
      '{ gatewayConfig: { gateways: "2" } }',
      '',
      'must be integer',
    ],
    [
      'policy.open-cluster-management.io/v1',
      'PlacementBinding',
      '',
      '{ subjects: [], placementRef: { name: x } }',
      'must have required property',
    ],
  ])('%s %s', (apiVersion, kind, spec, rest, expected) => {
    const object = {
      apiVersion,
      kind,
      metadata: { name: 'x', namespace: 'y' },
      ...(spec ? { spec: parse(spec) } : Object(parse(rest))),
    }
    expect(validateObject(object).join()).toContain(expected)
  })

  test('every definition that is there compiles and refuses an invented field', () => {
    const broken = readdirSync(crdFolder)
      .filter((file) => file.endsWith('.yaml'))
      .flatMap((file) => {
        const { spec } = load(readFileSync(`${crdFolder}/${file}`, 'utf8')) as { spec: Crd }
        const { group, names, versions } = spec
        return versions
          .filter((version) => version.served)
          .map((version) => ({
            apiVersion: `${group}/${version.name}`,
            kind: names.kind,
            metadata: { name: 'x' },
            invented: 1,
          }))
          .filter((object) => !validateObject(object).join().includes('unknown field “invented”'))
          .map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)
      })
    expect(broken).toEqual([])
  })
})

interface Crd {
  readonly group: string
  readonly names: { readonly kind: string }
  readonly versions: readonly { readonly name: string; readonly served: boolean }[]
}
