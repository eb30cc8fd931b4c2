import type { PolicyChange } from '../../model/change-plan.ts'
import type { JsonObject } from '../../model/json.ts'
import { canonical, listAt, textAt } from '../../model/json.ts'
import type { Rendered, RenderedPolicy } from '../../model/rendered.ts'
import { carriedBy } from './carried.ts'

/** Marks what goes on under another name: RHACM deletes a renamed template and creates it again, and its history begins anew. */
export function withRenames(
  changes: readonly PolicyChange[],
  before: Rendered,
  after: Rendered,
): readonly PolicyChange[] {
  const find = (rendered: Rendered, name: string) => rendered.policies.find((each) => each.name === name)
  const added = changes.filter((each) => each.change === 'added')
  return changes.map((change) => {
    const old = find(before, change.policy)
    if (!old) return change
    const now = find(after, change.policy)
    const message = now ? renamedTemplate(change.policy, old.object, now.object) : renamedPolicy(old, added, after)
    return message === undefined ? change : { ...change, risks: [...change.risks, { kind: 'renamed', message }] }
  })
}

/** The same content under another name on one of the same clusters: elsewhere it is another policy. */
function renamedPolicy(old: RenderedPolicy, added: readonly PolicyChange[], after: Rendered): string | undefined {
  const carried = contentOf(old.object)
  if (carried === '[]') return undefined
  const successor = added.find((each) => {
    const policy = after.policies.find(({ name }) => name === each.policy)
    return policy?.clusters.some((one) => old.clusters.includes(one)) && contentOf(policy.object) === carried
  })
  if (!successor) return undefined
  return `${old.name} goes on as ${successor.policy}: RHACM deletes its templates and creates them again, and their history begins anew`
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
  return canonical(carriedBy(policy).map((each) => each.content))
}

function templatesOf(policy: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    listAt(policy, 'spec', 'policy-templates').map((each) => [
      textAt(each, 'objectDefinition', 'metadata', 'name') ?? '',
      canonical(listAt(each, 'objectDefinition', 'spec', 'object-templates')),
    ]),
  )
}
