import type { Risk } from '../../../model/change-plan.ts'
import { isWritten, recreateOf } from '../carried.ts'
import type { ChangedObject, ChangedPolicy } from '../changed.ts'
import { isImmutable } from './immutable.ts'

/** What cannot simply be updated: refused, without effect, or deleted and created again. */
export function inPlaceRisks({ objects, clusters }: ChangedPolicy): readonly Risk[] {
  const where = clusters.join(', ')
  const written = objects.filter((each) => isWritten(each.is))
  return written.flatMap((each) => [...refused(each, where), ...replaced(each, where)])
}

function refused({ was, is, fields }: ChangedObject, where: string): readonly Risk[] {
  const fate =
    recreateOf(is) === 'none'
      ? 'the change stays without effect, or needs the object to be replaced'
      : 'RHACM deletes the object and creates it again'
  return fields
    .filter((field) => isImmutable(was.content, field.path))
    .map((field) => ({
      kind: 'immutable',
      message: `${is.object} ${field.path} cannot be changed in place on ${where}: ${fate}`,
    }))
}

/** recreateOption Always replaces the object at any difference, with what the definition lists and nothing else (policy-api, pitfalls). */
function replaced({ was, is, fields }: ChangedObject, where: string): readonly Risk[] {
  if (
    recreateOf(is) !== 'always' ||
    fields.length === 0 ||
    fields.some((field) => isImmutable(was.content, field.path))
  )
    return []
  return [
    {
      kind: 'deletes',
      message: `${is.object} is deleted and created again on ${where}: recreateOption is Always, and fields that the policy does not list are lost`,
    },
  ]
}
