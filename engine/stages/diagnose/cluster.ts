import type { ClusterFacts } from '../../model/checkup.ts'
import type { Diagnosis, Examiner } from '../../model/diagnosis.ts'
import { excessOf } from '../../model/granted-rights.ts'
import type { NeededRight } from '../../model/needed-rights.ts'
import { describeRight } from '../../model/needed-rights.ts'
import { diagnoseClock } from './clock.ts'

const SHOWN = 6

/** `thing` is `hub` or `cluster`: the first part of the ids. */
export function diagnoseCluster(examiner: Examiner, thing: string, facts: ClusterFacts): readonly Diagnosis[] {
  const { version, user } = facts
  return [
    examiner.ok(
      `${thing}/reached`,
      `Kubernetes ${version} answers${user === undefined ? '' : `, and knows us as ${user}`}`,
    ),
    enough(examiner, `${thing}/rights`, facts),
    notTooMany(examiner, `${thing}/excess`, facts),
    diagnoseClock(examiner, `${thing}/clock`, facts.clock),
  ]
}

function enough(examiner: Examiner, id: string, { rights }: ClusterFacts): Diagnosis {
  const missing = rights
    .filter((each) => each.refused.length > 0)
    .map(({ right, refused }): NeededRight => ({ ...right, verbs: refused }))
  const [first] = missing
  if (first === undefined) return examiner.ok(id, `each of the ${rights.length} rights that are needed is there`)
  const remedy = `grant it as in deploy/: the first one ${first.reason}`
  return examiner.fail(id, `not allowed: ${shown(missing.map(describeRight))}`, remedy)
}

function notTooMany(examiner: Examiner, id: string, { rights, granted }: ClusterFacts): Diagnosis {
  const excess = excessOf(
    granted,
    rights.map((each) => each.right),
  )
  if (excess.length === 0) return examiner.ok(id, 'nothing can be written and no Secret read beyond need')
  const remedy = 'use a ServiceAccount of its own with the Roles of deploy/, never a person’s or an administrator’s'
  return examiner.warn(id, `this identity may also ${shown(excess)}`, remedy)
}

function shown(lines: readonly string[]): string {
  const rest = lines.length > SHOWN ? `; and ${lines.length - SHOWN} more` : ''
  return `${lines.slice(0, SHOWN).join('; ')}${rest}`
}
