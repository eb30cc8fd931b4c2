import { shippedCatalog } from '../../engine/model/catalog.ts'
import type { Component, PolicyDraft, TemplateDraft, TemplateRole } from '../../engine/model/component.ts'
import type { Json } from '../../engine/model/json.ts'
import { isObject, textAt } from '../../engine/model/json.ts'
import type { Tree } from '../../engine/model/traced.ts'
import { settle } from '../../engine/model/traced.ts'
import { componentInput } from '../../engine/stages/expand/input.ts'
import type { Field } from './signal.ts'
import { fieldsOf } from './signal.ts'
import type { Variant } from './variants.ts'
import { PLACEHOLDERS } from './variants.ts'

/** One object of one template, the same for all clusters and environments that have it. */
export interface Row {
  readonly component: string
  readonly policy: string
  readonly template: string
  readonly role: TemplateRole | 'support'
  /** `Kind namespace/name`. */
  readonly object: string
  readonly kind: string
  readonly where: 'hub' | 'members' | 'one member' | 'some members'
  /** What a template that only looks wants to see, of all objects that the row stands for. */
  readonly fields: readonly Field[]
  readonly isAbsent: boolean
  /** Variants that have it. */
  readonly variants: readonly string[]
}

type Found = Omit<Row, 'where' | 'variants'> & { readonly target: string }

export function rowsOf(component: Component, variants: readonly Variant[]): readonly Row[] {
  const rows = new Map<string, Row>()
  for (const variant of variants.filter((each) => each.environment.spec.components[component.name] !== undefined)) {
    for (const [key, found] of gathered(foundIn(component, variant))) {
      const known = rows.get(key)
      const { target: _, ...first } = found[0]
      rows.set(key, {
        ...first,
        where: known?.where ?? whereOf(found, variant.environment.spec.clusters.length),
        fields: [...(known?.fields ?? []), ...found.flatMap((each) => each.fields)],
        variants: [...(known?.variants ?? []), variant.name],
      })
    }
  }
  return [...rows.values()]
}

function gathered(found: readonly Found[]): ReadonlyMap<string, readonly [Found, ...Found[]]> {
  const groups = new Map<string, [Found, ...Found[]]>()
  for (const each of found) {
    const key = [each.policy, each.template, each.object, each.target === 'hub', each.isAbsent].join('\n')
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  return groups
}

function whereOf(found: readonly Found[], clusters: number): Row['where'] {
  const targets = new Set(found.map((each) => each.target))
  if (targets.has('hub')) return 'hub'
  if (targets.size === clusters) return 'members'
  return targets.size === 1 ? 'one member' : 'some members'
}

function foundIn(component: Component, { environment }: Variant): readonly Found[] {
  const origin = { file: '', document: 0, pointer: '' }
  const input = componentInput(component, { environment: { value: environment, origin }, catalog: shippedCatalog })
  const beside = { component: component.name, policy: '', template: '', role: 'support', target: 'hub' } as const
  const support = (component.support?.(input) ?? []).map((tree) => {
    return { ...beside, ...namesOf(shown(tree)), fields: [], isAbsent: false }
  })
  const drafts = component.expand(input)
  return [
    ...drafts.flatMap((draft) => draft.templates.flatMap((each) => ofTemplate(component.name, draft, each))),
    ...support,
  ]
}

function ofTemplate(component: string, draft: PolicyDraft, template: TemplateDraft): readonly Found[] {
  const target = draft.target === 'hub' ? 'hub' : draft.target.cluster
  const names = { component, policy: draft.name, template: hidden(template.name), role: template.role, target }
  return objectsOf(template).map(({ object, isAbsent }) => ({
    ...names,
    ...namesOf(object),
    fields: template.role === 'desired' && !isAbsent ? [] : fieldsOf(object),
    isAbsent,
  }))
}

function objectsOf(template: TemplateDraft): readonly { readonly object: Json; readonly isAbsent: boolean }[] {
  switch (template.kind) {
    case 'configuration':
      return template.objects.map((each) => ({
        object: shown(each.object),
        isAbsent: each.complianceType === 'mustnothave',
      }))
    case 'operator': {
      const spec = shown(template.spec)
      const metadata = isObject(spec) && isObject(spec.subscription) ? { ...spec.subscription } : {}
      return [{ object: { kind: 'OperatorPolicy', metadata }, isAbsent: false }]
    }
    case 'other':
      return [
        {
          object: { kind: template.objectKind, metadata: { name: template.name }, spec: shown(template.spec) },
          isAbsent: false,
        },
      ]
  }
}

function namesOf(object: Json): { readonly kind: string; readonly object: string } {
  const kind = textAt(object, 'kind') ?? 'object'
  const namespace = textAt(object, 'metadata', 'namespace')
  const name = textAt(object, 'metadata', 'name') ?? '(any)'
  return { kind, object: `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}` }
}

/** The object with placeholders as a reader sees them. */
function shown(tree: Tree): Json {
  return JSON.parse(hidden(JSON.stringify(settle(tree).value)))
}

function hidden(text: string): string {
  return PLACEHOLDERS.reduce((whole, [pattern, word]) => whole.replaceAll(pattern, word), text)
}
