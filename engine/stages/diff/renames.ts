import type { PolicyChange } from '../../model/change-plan.ts'
import type { JsonObject } from '../../model/json.ts'
import { canonical, listAt, textAt } from '../../model/json.ts'
import type { Rendered } from '../../model/rendered.ts'
import { objectsOf } from './objects.ts'

/** Marks what goes on under another name: RHACM deletes a renamed template and creates it again, and its history begins anew. */
export function withRenames(
  changes: readonly PolicyChange[],
  before: Rendered,
  after: Rendered,
): readonly PolicyChange[] {
  const find = (rendered: Rendered, name: string) => rendered.policies.find((each) => each.name === name)?.object
  const added = changes.filter((each) => each.change === 'added')
  return changes.map((change) => {
    const old = find(before, change.policy)
    if (!old) return change
    const now = find(after, change.policy)
    const message = now ? renamedTemplate(change.policy, old, now) : renamedPolicy(change, old, added, after)
    return message === undefined ? change : { ...change, risks: [...change.risks, { kind: 'renamed', message }] }
  })
}

function renamedPolicy(
  change: PolicyChange,
  old: JsonObject,
  added: readonly PolicyChange[],
  after: Rendered,
): string | undefined {
  const carried = contentOf(old)
  if (carried === '[]') return undefined
  const successor = added.find((each) => {
    const object = after.policies.find((policy) => policy.name === each.policy)?.object
    return object !== undefined && contentOf(object) === carried
  })
  if (!successor) return undefined
  return `${change.policy} goes on as ${successor.policy}: RHACM deletes its templates and creates them again, and their history begins anew`
}

function renamedTemplate(policy: string, old: JsonObject, now: JsonObject): string | undefined {
  const before = templatesOf(old)
  const after = templatesOf(now)
  const renamed = [...before].flatMap(([name, content]) => {
    if (after.has(name) || content === '[]') return []
    const successor = [...after].find(([other, same]) => !before.has(other) && same === content)
    return successor ? [`${name} goes on as ${successor[0]}`] : []
  })
  if (renamed.length === 0) return undefined
  return `in ${policy} ${renamed.join(', ')}: RHACM deletes and creates templates that are renamed`
}

/** What a policy asks for, whatever it is called. */
function contentOf(policy: JsonObject): string {
  return canonical(objectsOf(policy).map(([, object]) => object))
}

function templatesOf(policy: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    listAt(policy, 'spec', 'policy-templates').map((each) => [
      textAt(each, 'objectDefinition', 'metadata', 'name') ?? '',
      canonical(listAt(each, 'objectDefinition', 'spec', 'object-templates')),
    ]),
  )
}
