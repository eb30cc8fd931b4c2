import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { expandAll } from '../../engine/flows/expand-all.ts'
import type { SourceFile } from '../../engine/model/document.ts'
import type { Json } from '../../engine/model/json.ts'
import { isObject, listAt, textAt } from '../../engine/model/json.ts'
import { tokensOf } from '../../engine/model/pointer.ts'
import { render } from '../../engine/stages/render.ts'
import { components } from '../../policies/index.ts'
import { crdFolder, hasCrds } from './crd-schemas.ts'
import { danglingReferences } from './dangling-references.ts'
import { inspectObject } from './validate-object.ts'

const root = join(import.meta.dirname, '..', '..')

/** Kinds of OpenShift, Submariner and RHACM whose definitions are not among the recorded ones; nothing here can judge them. */
const UNRECORDED = new Set([
  'config.openshift.io/v1 ClusterOperator',
  'config.openshift.io/v1 ClusterVersion',
  'config.openshift.io/v1 Network',
  'machine.openshift.io/v1beta1 MachineHealthCheck',
  'policy.open-cluster-management.io/v1 CertificatePolicy',
  'submariner.io/v1 Gateway',
])

/** The YAML of a desired-state repository's folders, as the engine reads it. */
function read(folder: string): readonly SourceFile[] {
  return ['environments', 'placements'].flatMap((kind) =>
    readdirSync(join(folder, kind))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => ({ path: `${kind}/${file}`, text: readFileSync(join(folder, kind, file), 'utf8') })),
  )
}

/** The reference with something said differently. */
function changed(...edits: readonly (readonly [pattern: RegExp, replacement: string])[]): readonly SourceFile[] {
  return edits.reduce((files, [pattern, replacement]) => {
    const edited = files.map((file) => ({ ...file, text: file.text.replaceAll(pattern, replacement) }))
    expect(edited).not.toEqual(files)
    return edited
  }, read(root))
}

const variants: readonly (readonly [string, () => readonly SourceFile[]])[] = [
  ['the reference', () => read(root)],
  ['enforced', () => changed([/remediationAction: inform/g, 'remediationAction: enforce'])],
  ['with Placements', () => changed([/^ {2}remediationAction:/gm, '  api: Placement\n  remediationAction:'])],
  [
    'with a policy set',
    () =>
      changed([
        /^ {2}clusters: \{ all: true \}$/gm,
        '$&\n  policySet: { exclusions: [{ policy: certs, clusters: [cluster3], reason: elsewhere }] }',
      ]),
  ],
  ['with imported clusters', () => changed([/provision: hive/g, ''])],
  ['on Azure', () => changed([/cloud: aws/g, 'cloud: azure'], [/zones: \[.*\]/g, "zones: ['1', '2', '3']"])],
  ['on GCP', () => changed([/cloud: aws/g, 'cloud: gcp'], [/(us-\w+-\d)([abc])/g, '$1-$2'])],
  ['elsewhere', () => changed([/cloud: aws/g, 'cloud: other'], [/provision: hive/g, ''])],
  ['templated', () => changed([/^ {2}survive:/gm, '  rendering: templated\n  survive:'])],
]

/** What the hub would be given, read back from the files that are written. */
function renderedObjects(files: readonly SourceFile[]): readonly Json[] {
  const { findings, environments } = expandAll({ files, findings: [] }, components)
  expect(
    findings.filter((each) => each.severity === 'error').map(({ rule, message }) => `${rule}: ${message}`),
  ).toEqual([])
  expect(environments.length).toBeGreaterThan(0)
  return environments.flatMap(({ plan }) =>
    [...render(plan, '0.0.0')].flatMap(([file, text]) =>
      file.endsWith('.yaml') && file !== 'kustomization.yaml' ? (loadAll(text) as Json[]) : [],
    ),
  )
}

if (!hasCrds)
  console.warn(`no CustomResourceDefinitions in ${crdFolder}: rendered objects are not checked against them`)

describe.each(variants)('%s', (_, files) => {
  test.skipIf(!hasCrds)('every object passes its schema, and so does every object inside a policy', () => {
    const inspections = renderedObjects(files()).map((object) => inspectObject(object))
    expect(inspections.flatMap((each) => each.errors)).toEqual([])
    const unknown = inspections.flatMap((each) => each.withoutSchema).filter((kind) => !UNRECORDED.has(kind))
    expect([...new Set(unknown)]).toEqual([])
  })

  test('every binding finds its placement and its policies', () => {
    expect(danglingReferences(renderedObjects(files()))).toEqual([])
  })
})

test.skipIf(!hasCrds)('a field invented inside any policy of the reference is found', () => {
  const policies = renderedObjects(read(root)).filter((object) => textAt(object, 'kind') === 'Policy')
  const carried = policies.flatMap((policy) =>
    listAt(policy, 'spec', 'policy-templates').flatMap((template, t) =>
      listAt(template, 'objectDefinition', 'spec', 'object-templates').map((_, o) => ({ policy, t, o })),
    ),
  )
  const unnoticed = carried.filter(({ policy, t, o }) => {
    const pointer = `/spec/policy-templates/${t}/objectDefinition/spec/object-templates/${o}/objectDefinition/invented`
    const { errors, withoutSchema } = inspectObject(withMember(policy, tokensOf(pointer)))
    return withoutSchema.length === 0 && !errors.join().includes('unknown field “invented”')
  })
  expect(carried.length).toBeGreaterThan(50)
  expect(unnoticed).toEqual([])
})

/** The value with one member more, named by its pointer. */
function withMember(value: Json, [token = '', ...rest]: readonly string[]): Json {
  const next = (old: Json | undefined): Json => (rest.length === 0 ? true : withMember(old ?? null, rest))
  if (Array.isArray(value)) return value.map((item, i) => (String(i) === token ? next(item) : item))
  return isObject(value) ? { ...value, [token]: next(value[token]) } : value
}
