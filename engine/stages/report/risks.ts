import type { ChangePlan, Risk } from '../../model/change-plan.ts'
import { RISK_ORDER } from '../../model/change-plan.ts'

/** From so many policies on, what is the same of all of them is said once. */
const MANY = 3
const NAMED = 3

interface Named {
  readonly policy: string
  readonly risk: Risk
}

/** What a reviewer must not miss, worst first. That every policy leaves its clusters is said elsewhere where all of them do. */
export function risksShown({ isTakenOut, policies }: ChangePlan): readonly Pick<Risk, 'kind' | 'message'>[] {
  const all = policies.flatMap(({ policy, risks }) => risks.map((risk): Named => ({ policy, risk })))
  const groups = new Map<string, Named[]>()
  for (const [i, each] of all.entries()) {
    if (isTakenOut && each.risk.kind === 'leaves-cluster') continue
    const key = each.risk.plural === undefined ? String(i) : `${each.risk.kind} ${each.risk.plural}`
    const mine = groups.get(key)
    if (mine) mine.push(each)
    else groups.set(key, [each])
  }
  return [...groups.values()].flatMap(together).sort((a, b) => RISK_ORDER.indexOf(a.kind) - RISK_ORDER.indexOf(b.kind))
}

function together(group: readonly Named[]): readonly Pick<Risk, 'kind' | 'message'>[] {
  const [first] = group
  if (first === undefined || group.length < MANY) return group.map((each) => each.risk)
  const names = group.map((each) => each.policy)
  const rest = names.length - NAMED
  const who =
    rest > 0
      ? `${names.slice(0, NAMED).join(', ')} and ${rest} more policies`
      : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  const clusters = [...new Set(group.flatMap((each) => each.risk.clusters ?? []))]
  const where = clusters.length > 0 ? ` ${clusters.join(', ')}` : ''
  return [{ kind: first.risk.kind, message: `${who} ${first.risk.plural}${where}` }]
}
