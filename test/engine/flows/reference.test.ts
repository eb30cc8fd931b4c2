import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { expandAll } from '../../../engine/flows/expand-all.ts'
import type { JsonObject } from '../../../engine/model/json.ts'
import { isObject, listAt, textAt } from '../../../engine/model/json.ts'
import { diff } from '../../../engine/stages/diff.ts'
import { explain } from '../../../engine/stages/explain.ts'
import { readRendered, renderedOf } from '../../../engine/stages/read-rendered.ts'
import { render } from '../../../engine/stages/render.ts'
import { components } from '../../../policies/index.ts'

const files = ['environments/gdw.yaml', 'placements/gdw.yaml'].map((path) => ({
  path,
  text: readFileSync(path, 'utf8'),
}))
const { findings, environments, documents } = expandAll({ files, findings: [] }, components)
const [reference] = environments
if (!reference) throw new Error(`the reference does not expand: ${findings.map((each) => each.message).join('; ')}`)
const { plan } = reference
const templates = plan.policies.flatMap((policy) =>
  listAt(policy.object, 'spec', 'policy-templates')
    .filter(isObject)
    .map((template) => ({ policy, template })),
)

describe('the reference environment', () => {
  test('has no error and uses every component', () => {
    expect(findings.filter((each) => each.severity === 'error')).toEqual([])
    expect(new Set(plan.policies.map((each) => each.component))).toEqual(new Set(components.map((each) => each.name)))
  })

  test('is under 60 lines', () => {
    expect(files.map((each) => each.text.split('\n').length).reduce((a, b) => Math.max(a, b))).toBeLessThan(60)
  })

  test('renders the same bytes twice', () => {
    const again = expandAll({ files, findings: [] }, components).environments[0]
    expect(again && render(again.plan, '1.0.0')).toEqual(render(plan, '1.0.0'))
  })

  test('reads back as it was rendered', () => {
    const written = new Map([...render(plan, '1.0.0')].map(([file, text]) => [`rendered/gdw/${file}`, text]))
    const { rendered, unreadable } = readRendered('gdw', written)
    expect(unreadable).toEqual([])
    expect(diff(rendered, renderedOf(plan))).toEqual({ environment: 'gdw', policies: [], removals: [], others: [] })
    expect(new Map(rendered.policies.map((each) => [each.name, each.clusters]))).toEqual(
      new Map(plan.policies.map((each) => [each.name, each.clusters])),
    )
  })

  test('knows the line that asked for the replicas of Vault', () => {
    const line = (files[0]?.text.split('\n').findIndex((each) => each.includes('replicasPerCluster')) ?? -2) + 1
    const found = explain(plan, 'StatefulSet/vault/vault', '/spec/replicas', documents)
    expect(found.map((each) => each.clusters)).toEqual([['cluster1'], ['cluster2'], ['cluster3']])
    for (const each of found)
      expect(each.origins[0]).toMatchObject({ file: 'environments/gdw.yaml', line, isDefault: false })
  })
})

describe('RHACM applies it', () => {
  test('names fit', () => {
    for (const { name } of plan.policies) expect(`isthmus-gdw.${name}`.length).toBeLessThanOrEqual(62)
    for (const { template } of templates)
      expect(textAt(template, 'objectDefinition', 'metadata', 'name')?.length).toBeLessThanOrEqual(63)
  })

  test('templates are unique on every cluster', () => {
    const seen = new Set<string>()
    for (const { policy, template } of templates) {
      for (const cluster of policy.clusters) {
        const key = `${cluster} ${textAt(template, 'objectDefinition', 'kind')} ${textAt(template, 'objectDefinition', 'metadata', 'name')}`
        expect(seen).not.toContain(key)
        seen.add(key)
      }
    }
  })

  test('what orders is a fact of the same policy, never health', () => {
    for (const { policy, template } of templates) {
      for (const dependency of listAt(template, 'extraDependencies')) {
        const target = templates.find(
          (each) =>
            each.policy === policy &&
            textAt(each.template, 'objectDefinition', 'metadata', 'name') === textAt(dependency, 'name'),
        )
        expect(textAt(target?.template, 'objectDefinition', 'metadata', 'annotations', 'isthmus.dev/role')).toBe('fact')
        expect(JSON.stringify(target?.template)).not.toMatch(/"status"/)
      }
      expect(listAt(policy.object, 'spec', 'dependencies')).toEqual([])
    }
  })

  test('what is not desired is InformOnly, and nothing is pruned', () => {
    for (const { template } of templates) {
      const definition = template.objectDefinition as JsonObject
      const isDesired = textAt(definition, 'metadata', 'annotations', 'isthmus.dev/role') === 'desired'
      expect(textAt(definition, 'spec', 'remediationAction')).toBe(isDesired ? 'inform' : 'InformOnly')
      expect(textAt(definition, 'spec', 'pruneObjectBehavior') ?? 'None').toBe('None')
    }
  })

  test('stateful components have a policy for each cluster', () => {
    for (const policy of plan.policies.filter((each) => each.stateful)) expect(policy.clusters).toHaveLength(1)
  })
})
