import { describe, expect, test } from 'vitest'
import { buildKustomizations } from '../../../engine/flows/build-kustomizations.ts'
import { expandAll } from '../../../engine/flows/expand-all.ts'
import type { GeneratorEntry, Kustomize } from '../../../engine/model/generator-files.ts'
import { textAt } from '../../../engine/model/json.ts'
import { definitionsOf, MAP } from '../an-authored-policy.ts'
import type { Change } from '../stages/validate/a-repository.ts'
import { aRepository, COMPONENTS, DEFINITION, ENVIRONMENT, PLACEMENT } from '../stages/validate/a-repository.ts'

const GENERATOR = `apiVersion: policy.open-cluster-management.io/v1
kind: PolicyGenerator
metadata: { name: g }
policyDefaults: { namespace: isthmus-gdw }
policies:
  - { name: own, manifests: [{ path: k/overlays/prod }] }
`
const BASE = { 'k/base/kustomization.yaml': 'resources: [a.yaml]\n', 'k/base/a.yaml': MAP('a') }
const OVERLAY = { 'k/overlays/prod/kustomization.yml': 'resources: [../../base]\nnamePrefix: prod-\n' }
const AUTHORED = { 'policy.yaml': DEFINITION, ...BASE, ...OVERLAY }
const FROM_BUILD: Kustomize = (folder, files) =>
  Promise.resolve({ kind: 'kustomized', text: MAP(`of-${folder.replaceAll('/', '-')}-${files.size}`) })

/** Reads what is no YAML out of these, as a working tree or a commit does. */
const reading =
  (others: Readonly<Record<string, GeneratorEntry>>) => async (folder: string, paths: readonly string[]) => {
    const found = paths.flatMap((path) => {
      const entry = folder === 'policies/mine' ? others[path] : undefined
      return entry ? [[path, entry] as const] : []
    })
    return new Map(found)
  }
const file = (text: string): GeneratorEntry => ({ kind: 'file', text })

/** What a repository with these files in policies/mine comes to, and which folders were built. */
async function expanded(
  inside: Readonly<Record<string, string>>,
  answer: Kustomize | null = FROM_BUILD,
  others: Readonly<Record<string, GeneratorEntry>> = {},
) {
  const built: string[] = []
  const kustomize: Kustomize = async (folder, files) => {
    built.push(folder)
    return answer === null ? { kind: 'refused', message: '', hint: '' } : await answer(folder, files)
  }
  const policies = Object.entries(inside).map(([path, text]) => [`policies/mine/${path}`, text])
  const sources = aRepository({
    'environments/gdw.yaml': ENVIRONMENT.replace('    vault: { replicas: 5 }\n', ''),
    'placements/gdw.yaml': PLACEMENT.replace('[tunnel, vault]', '[tunnel, mine]'),
    ...(Object.fromEntries(policies) as Change),
  })
  const files = await buildKustomizations(sources, answer === null ? undefined : kustomize, reading(others))
  const { findings, environments } = expandAll({ files, findings: [] }, COMPONENTS)
  const policy = environments[0]?.plan.policies.find((each) => each.component === 'mine')
  const names = definitionsOf(policy).map((each) => textAt(each, 'metadata', 'name'))
  return { built, names, found: findings.map((each) => `${each.rule} ${each.file}:${each.line}`) }
}

describe('a kustomization under policies/', () => {
  test('of a PolicyGenerator file is built where the file names it', async () => {
    const { built, names, found } = await expanded({ 'gen.yaml': GENERATOR, ...BASE, ...OVERLAY })
    expect({ built, found }).toEqual({ built: ['k/overlays/prod'], found: [] })
    expect(names).toEqual(['of-k-overlays-prod-4'])
  })

  test('of an authored policy is a manifest, and what it builds on is none', async () => {
    const { built, names, found } = await expanded({ ...AUTHORED, 'b.yaml': MAP('b') })
    expect({ built, found }).toEqual({ built: ['k/overlays/prod'], found: [] })
    expect(names).toEqual(['b', 'of-k-overlays-prod-5'])
  })

  test('may lie beside policy.yaml itself', async () => {
    const { names } = await expanded({
      'policy.yaml': DEFINITION,
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml': MAP('a'),
    })
    expect(names).toEqual(['of--3'])
  })

  test('options of policy.yaml reach what is built', async () => {
    const policy = `${DEFINITION}spec: { manifests: [{ path: k/overlays/prod, severity: high, name: x }] }\n`
    const { found, names } = await expanded({ ...AUTHORED, 'policy.yaml': policy })
    expect([found, names]).toEqual([[], ['of-k-overlays-prod-4']])
  })

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['an authored policy', AUTHORED, 'policy/kustomization policies/mine/k/overlays/prod/kustomization.yml:1'],
    [
      'a PolicyGenerator file',
      { 'gen.yaml': GENERATOR, ...BASE, ...OVERLAY },
      'generator/refused-path policies/mine/gen.yaml:6',
    ],
  ])('what is refused for %s is a finding, with Kustomize or without', async (_, inside, finding) => {
    const refuse: Kustomize = () =>
      Promise.resolve({ kind: 'refused', message: 'names a remote base', hint: 'copy it' })
    expect((await expanded(inside, refuse)).found).toEqual([finding])
    expect((await expanded(inside, null)).found).toEqual([finding])
  })

  test('what Kustomize makes is checked as any manifest', async () => {
    const wrong: Kustomize = () => Promise.resolve({ kind: 'kustomized', text: 'kind: ConfigMap\n' })
    expect((await expanded(AUTHORED, wrong)).found).toEqual([
      'policy/not-a-manifest policies/mine/k/overlays/prod/(kustomize build):1',
    ])
  })
})

describe('what a kustomization names beside YAML', () => {
  const KUSTOMIZATION = `resources: [a.yaml]
configMapGenerator: [{ name: c, files: [app.properties, key=conf/b.json], envs: [.env] }]
patches: [{ path: patch.json }]
`
  const inside = { 'policy.yaml': DEFINITION, 'k/kustomization.yaml': KUSTOMIZATION, 'k/a.yaml': MAP('a') }
  const others = {
    'k/app.properties': file('a=1'),
    'k/conf/b.json': file('{}'),
    'k/.env': file('A=1'),
    'k/patch.json': file('[]'),
    'k/other.txt': file('nobody names it'),
  }

  test('is built from, and nothing else is', async () => {
    const given: string[] = []
    await expanded(
      inside,
      async (_, files) => {
        given.push(...files.keys())
        return { kind: 'kustomized', text: MAP('a') }
      },
      others,
    )
    expect(given.sort()).toEqual([
      'k/.env',
      'k/a.yaml',
      'k/app.properties',
      'k/conf/b.json',
      'k/kustomization.yaml',
      'k/patch.json',
      'policy.yaml',
    ])
  })

  test('is refused with the kustomization where it cannot be used', async () => {
    const entry: GeneratorEntry = { kind: 'refused', message: 'leaves the folder', hint: 'copy it' }
    expect((await expanded(inside, FROM_BUILD, { ...others, 'k/.env': entry })).found).toEqual([
      'policy/kustomization policies/mine/k/kustomization.yaml:1',
    ])
  })

  test('may be what a PolicyGenerator file names itself', async () => {
    const generator = GENERATOR.replace('k/overlays/prod', 'a.json')
    const object = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"x"}}'
    const { names, found } = await expanded({ 'gen.yaml': generator }, FROM_BUILD, { 'a.json': file(object) })
    expect([names, found]).toEqual([['a'], []])
    const missing = await expanded({ 'gen.yaml': generator })
    expect(missing.found).toEqual(['generator/missing-path policies/mine/gen.yaml:6'])
  })

  test('with a password makes a Secret that is said to stand in the open', async () => {
    const secret = (data: string) => `apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: x }\n${data}\n`
    const found = async (data: string) => {
      const made: Kustomize = () => Promise.resolve({ kind: 'kustomized', text: secret(data) })
      return (await expanded(inside, made, others)).found
    }
    const plain = ['secret/plain policies/mine/k/(kustomize build):4']
    expect(await found('data: { password: aHVudGVyMg== }')).toEqual(plain)
    expect(await found('stringData: { password: hunter2 }')).toEqual(plain)
    expect(await found('stringData: { password: "" }')).toEqual([])
    expect(await found('data: { password: <base64 of the password> }')).toEqual([])
    expect(await found('stringData: { ca.crt: "-----BEGIN CERTIFICATE-----" }')).toEqual([])
  })
})
