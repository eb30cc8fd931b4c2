import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { at, listAt, textAt } from '../../engine/model/json.ts'
import { groupOf } from '../../engine/model/kube.ts'
import { METRICS } from '../../engine/model/metrics.ts'
import { platforms, roleFiles } from '../../scripts/deploy-roles.ts'
import { hasCrds } from '../schemas/crd-schemas.ts'
import { inspectObject } from '../schemas/validate-object.ts'
import { deployFiles, deployFolder, objectsIn } from './deployed-files.ts'

/** Kinds whose definitions are not at hand; nothing here can judge them. */
const UNRECORDED = new Set([
  'argoproj.io/v1alpha1 AppProject',
  'argoproj.io/v1alpha1 Application',
  'apps.open-cluster-management.io/v1 Channel',
  'apps.open-cluster-management.io/v1 Subscription',
])
const manifests = deployFiles.filter((each) => !each.endsWith('kustomization.yaml') && !each.startsWith('ci/'))

test('the Roles are made of what the engine reads: `npm run docs` would change nothing', () => {
  for (const [path, text] of roleFiles()) expect(readFileSync(join(deployFolder, path), 'utf8'), path).toBe(text)
})

test('no Role names everything, a Secret, or a way to more', () => {
  const rules = manifests.flatMap(objectsIn).flatMap((each) => listAt(each, 'rules'))
  const words = rules.flatMap((rule) => ['apiGroups', 'resources', 'verbs'].flatMap((key) => listAt(rule, key)))
  expect(rules.length).toBeGreaterThan(5)
  for (const word of ['*', 'secrets', 'impersonate', 'escalate', 'bind', 'patch']) expect(words).not.toContain(word)
})

test.skipIf(!hasCrds).each(manifests)('%s keeps the schemas of its kinds', (path) => {
  const inspections = objectsIn(path).map((object) => inspectObject(object))
  expect(inspections.flatMap((each) => each.errors)).toEqual([])
  expect(inspections.flatMap((each) => each.withoutSchema).filter((kind) => !UNRECORDED.has(kind))).toEqual([])
})

test('the pods are restricted: no root, no privilege, nothing written outside of volumes, no lasting token in the image', () => {
  const spec = at(objectsIn('base/deployment.yaml')[0] ?? null, 'spec', 'template', 'spec')
  expect(at(spec, 'securityContext')).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } })
  const containers = [...listAt(spec, 'initContainers'), ...listAt(spec, 'containers')]
  expect(containers).toHaveLength(2)
  for (const each of containers) {
    expect(at(each, 'securityContext')).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(at(each, 'resources', 'limits', 'memory')).toBeDefined()
  }
  const namespace = objectsIn('base/namespace.yaml')[0] ?? null
  expect(textAt(namespace, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce')).toBe('restricted')
})

test('the image is made from pinned tags, by no root, and of the lockfile', () => {
  const text = readFileSync(join(deployFolder, 'Containerfile'), 'utf8')
  const bases = [...text.matchAll(/^FROM (\S+)/gm)].map((each) => each[1] ?? '')
  expect(bases.at(-1)).toBe('scratch')
  expect(bases).toHaveLength(3)
  for (const each of bases.slice(0, -1)) expect(each).toMatch(/:\d+\.\d+\.\d+-/)
  expect(text).toMatch(/^USER [1-9]\d+:0$/m)
  expect(text).toContain('npm ci --ignore-scripts')
  const copied = [...text.matchAll(/^COPY (?!--from)(?:--\S+ )?(.+) \S+$/gm)].flatMap((each) =>
    (each[1] ?? '').split(' '),
  )
  for (const path of copied) expect(() => readFileSync(join(deployFolder, '..', path))).not.toThrow(/ENOENT/)
})

test('alerts ask for metrics that the server has, with labels that they carry', () => {
  const known: Readonly<Record<string, { readonly labels: readonly string[] }>> = METRICS
  const text = readFileSync(join(deployFolder, 'base/alerts.yaml'), 'utf8')
  const asked = [...text.matchAll(/(isthmus_\w+)\{([^}]*)\}/g)]
  expect(asked.length).toBeGreaterThan(5)
  for (const [, name = '', selector = ''] of asked) {
    const labels = [...selector.matchAll(/(\w+)=/g)].map((each) => each[1]).filter((each) => each !== 'namespace')
    expect(Object.keys(known)).toContain(name)
    expect(known[name]?.labels).toEqual(expect.arrayContaining(labels))
  }
})

test('Argo CD may write every kind that is rendered, and no other', () => {
  const project = objectsIn('delivery/argocd/application.yaml')[0] ?? null
  const allowed = ['clusterResourceWhitelist', 'namespaceResourceWhitelist']
    .flatMap((key) => listAt(project, 'spec', key))
    .map((each) => `${textAt(each, 'group')} ${textAt(each, 'kind')}`)
  const rendered = platforms().flatMap((each) => [...each.policies.map(({ object }) => object), ...each.others])
  const kinds = new Set(rendered.map((each) => `${groupOf(textAt(each, 'apiVersion') ?? '')} ${textAt(each, 'kind')}`))
  expect([...allowed].sort()).toEqual([...kinds].sort())
})

test('monitoring is that of user workloads, which may read Services here and is let in', () => {
  const labels = at(objectsIn('base/namespace.yaml')[0] ?? null, 'metadata', 'labels')
  expect(Object.keys(labels as object)).not.toContain('openshift.io/cluster-monitoring')
  const [policy] = objectsIn('base/network-policy.yaml')
  expect(JSON.stringify(listAt(policy ?? null, 'spec', 'ingress'))).toContain('openshift-user-workload-monitoring')
})
