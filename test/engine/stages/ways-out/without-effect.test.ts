import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expandAll } from '../../../../engine/flows/expand-all.ts'
import { components } from '../../../../policies/index.ts'

const files = ['environments/gdw.yaml', 'placements/gdw.yaml'].map((path) => ({
  path,
  text: readFileSync(path, 'utf8'),
}))

/** What is said of one exception or override of the reference. */
function said(kind: string, spec: string) {
  const common = "environment: gdw, until: '2026-03-10', because: a test, owner: '@ada'"
  const text = `apiVersion: isthmus.dev/v1alpha1\nkind: ${kind}\nmetadata: { name: it }\nspec: { ${common}, ${spec} }\n`
  const path = kind === 'Override' ? 'placements/it.yaml' : 'exceptions/it.yaml'
  const { findings } = expandAll({ files: [...files, { path, text }], findings: [] }, components)
  return findings.filter((each) => each.file === path).map((each) => `${each.severity} ${each.rule} ${each.hint}`)
}

describe('an override', () => {
  const of = (policy: string) => said('Override', `policy: ${policy}, clusters: [cluster1]`)

  test('of what holds objects enforces them', () => expect(of('vault-cluster1')).toEqual([]))

  test('of what only looks changes nothing', () => {
    expect(of('vault-health-cluster1')).toEqual([expect.stringMatching(/^warning override\/nothing-enforced remove/)])
  })
})

describe('an exception', () => {
  const of = (kind: string, name: string) => {
    const object = `{ apiVersion: apps/v1, kind: ${kind}, namespace: vault, name: ${name} }`
    return said('Exception', `policy: vault-cluster1, clusters: [cluster1], object: ${object}`)
  }

  test.each<[string, string, string]>([
    ['an object of its policy', 'StatefulSet', 'vault'],
    ['any object of a kind', 'StatefulSet', "'-'"],
    ['a template as a whole', 'ConfigurationPolicy', 'gdw-vault-cluster1-statefulset'],
  ])('of %s', (_, kind, name) => expect(of(kind, name)).toEqual([]))

  test('of what nothing asks for excepts nothing, and names the nearest', () => {
    expect(of('StatefulSet', 'vualt')).toEqual([
      expect.stringMatching(/^warning exception\/unknown-object did you mean `vault`/),
    ])
    expect(of('Deployment', 'vault')).toEqual([expect.stringMatching(/^warning exception\/unknown-object /)])
  })
})
