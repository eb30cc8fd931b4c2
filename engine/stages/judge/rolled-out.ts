import type { Json } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'
import type { PolicyStatus } from '../../model/observation.ts'
import { uncarried } from './pending.ts'
import type { RawDrift } from './sightings.ts'

/**
 * Without what is only not rolled out yet: where the hub still asks for something else than what was merged, and the cluster
 * has all that the hub asks for, nobody on the cluster changed anything. It is told as not rolled out.
 */
export function rolledOut(drifts: readonly RawDrift[], statuses: readonly PolicyStatus[]): readonly RawDrift[] {
  return drifts.filter((each) => {
    const replica = statuses.find((one) => one.policy === each.policy.name)
    const status = replica?.templates.find((one) => one.name === each.template)
    return !(replica && status?.compliant === 'Compliant' && asksOtherwise(each, replica))
  })
}

function asksOtherwise({ policy, template }: RawDrift, { spec }: PolicyStatus): boolean {
  const ofName = (each: Json) => textAt(each, 'objectDefinition', 'metadata', 'name') === template
  const merged = listAt(policy.object, 'spec', 'policy-templates').find(ofName)
  const found = listAt(spec, 'policy-templates').find(ofName)
  const namespace = textAt(policy.object, 'metadata', 'namespace') ?? ''
  const wrapped = (each: typeof merged) => ({ 'policy-templates': each === undefined ? [] : [each] })
  return (
    at(spec, 'policy-templates') !== undefined &&
    uncarried(wrapped(merged), wrapped(found), { isReplica: true, namespace }).length > 0
  )
}
