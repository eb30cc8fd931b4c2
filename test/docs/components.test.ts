import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../engine/model/json.ts'
import { at, listAt, textAt } from '../../engine/model/json.ts'
import type { Plan } from '../../engine/model/plan.ts'
import { components } from '../../policies/index.ts'
import { blueprintOf, namesIn } from '../../scripts/docs-components/blueprint.ts'
import { COMPONENTS_PAGE, componentsPage } from '../../scripts/docs-components.ts'
import { planOf, repositories } from '../examples/repository.ts'
import { namesInReadme } from '../policies/clusters/a-readme.ts'

const page = readFileSync(COMPONENTS_PAGE, 'utf8')

/** Cells of the rows of the page's tables of objects. */
const rows = page
  .split('\n')
  .map((line) => line.split(' | '))
  .filter((cells) => cells.length === 8 && cells[0]?.startsWith('| `'))
  .map(([object = '', where = '', policy = '', template = '', role = '']) => ({
    object: namesIn(object)[0] ?? '',
    where,
    policy,
    template,
    role,
  }))

test('docs/reference/components.md is what the code says; otherwise run `npm run docs`', () => {
  expect(page).toBe(componentsPage())
})

/** `Kind namespace/name` of every object that a plan carries, in policies and beside them. */
function carried(plan: Plan): readonly string[] {
  const inside = plan.policies.flatMap(({ object }) =>
    listAt(object, 'spec', 'policy-templates').flatMap((each) => inTemplate(at(each, 'objectDefinition') ?? null)),
  )
  return [...new Set(inside)]
}

function inTemplate(definition: Json): readonly string[] {
  const kind = textAt(definition, 'kind')
  if (kind === 'OperatorPolicy') return [titleOf('OperatorPolicy', at(definition, 'spec', 'subscription'))]
  return listAt(definition, 'spec', 'object-templates').map((each) => {
    const object = at(each, 'objectDefinition')
    return titleOf(textAt(object, 'kind'), at(object, 'metadata'))
  })
}

function titleOf(kind: string | undefined, metadata: Json | undefined): string {
  const namespace = textAt(metadata, 'namespace')
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${textAt(metadata, 'name') ?? '(any)'}`
}

test.each([...repositories.keys()])('every object that %s carries has its row', (name) => {
  const plan = planOf(name)
  const { metadata, spec } = plan.environment
  const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const clusters = spec.clusters.flatMap((each) => [each.name, each.name.replaceAll('-', '')])
  const words = new Map([
    ['<cluster>', `(${clusters.join('|')})`],
    ['<environment>', metadata.name],
    ['<hub namespace>', spec.hub.namespace],
    ['<set>', spec.hub.clusterSet],
    ['<base>', literal(spec.domain.base)],
  ])
  const patterns = [...new Set(rows.map((each) => each.object))].map((object) => {
    const source = [...words].reduce((text, [word, value]) => text.replaceAll(word, value), literal(object))
    return new RegExp(`^${source}$`)
  })
  const objects = carried(plan)
  expect(objects.length).toBeGreaterThan(10)
  expect(objects.filter((each) => !patterns.some((pattern) => pattern.test(each)))).toEqual([])
})

/** What the blueprint speaks of: the README answers it line by line. */
const listed = components.map((each) => each.name).filter((name) => blueprintOf(name).lines.length > 0)

test('the six components of the reference answer the blueprint', () => {
  expect(listed).toEqual(expect.arrayContaining(['clusters', 'tunnel', 'certs', 'vault', 'database', 'loadbalancer']))
})

test.each(components.map((each) => each.name))('%s has rows', (component) => {
  expect(rows.some(({ policy }) => policy === component || policy.startsWith(`${component}-`))).toBe(true)
})

describe.each(listed)('the README of %s', (component) => {
  const { lines, section } = blueprintOf(component)
  const policies = new Set(rows.map((each) => each.policy))
  const templates = new Set(rows.map((each) => each.template))

  test('answers every line of its blueprint section', () => {
    expect(section).toMatch(/^section \d/)
    expect(lines.length).toBeGreaterThan(10)
    for (const { text, answer } of lines) {
      expect(text).not.toBe('')
      expect(answer, text).toMatch(/\w/)
      // What is not covered says why, or who does it.
      for (const [, reason = ''] of answer.matchAll(/\*not covered\*(.{0,9})/g)) expect(reason, text).toMatch(/^: \S/)
    }
  })

  test('names policies, templates and rules that exist', () => {
    const rules = new Set(components.flatMap(({ name }) => namesInReadme(name, 'What it checks')))
    const own = lines.flatMap(({ answer }) => namesIn(answer))
    const unknown = own.filter((name) => {
      if (/^[a-z]+\/[a-z-]+$/.test(name)) return !rules.has(name)
      return name.startsWith(`${component}-`) ? !policies.has(name) && !templates.has(name) : false
    })
    expect(unknown).toEqual([])
  })

  test('says of every policy which line it expresses', () => {
    const named = new Set(lines.flatMap(({ answer }) => namesIn(answer)))
    const mine = [...policies].filter((each) => each === component || each.startsWith(`${component}-`))
    expect(mine.length).toBeGreaterThan(3)
    const silent = mine.filter(
      (each) => !named.has(each) && !rows.some((row) => row.policy === each && named.has(row.template)),
    )
    expect(silent).toEqual([])
  })
})
