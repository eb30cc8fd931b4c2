import type { Finding, Place } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import type { Plan, PlannedPolicy } from '../../model/plan.ts'
import type { Origin } from '../../model/traced.ts'
import { originsAt } from '../../model/traced.ts'
import { templateCollisions } from './names/template-collisions.ts'

/** Environments share their hub, and so the namespace of its templates. `locate` gives the place of a value in the repository. */
export function checkNamesAcross(
  plans: readonly Plan[],
  locate: (origin: Origin) => Place | undefined,
): readonly Finding[] {
  const environments = new Map<PlannedPolicy, string>(
    plans.flatMap((plan) => plan.policies.map((each) => [each, plan.environment.metadata.name] as const)),
  )
  const shared = templateCollisions([...environments.keys()])
  return shared.flatMap(({ template, policy, other, clusters }): readonly Finding[] => {
    const [mine = '', theirs = ''] = [environments.get(policy), environments.get(other)]
    if (mine === theirs) return []
    const [origin] = originsAt(policy.origins, '')
    const place = (origin && locate(origin)) ?? { file: 'environments/', line: 1, column: 1 }
    const message = `template ${template} on ${clusters.join(', ')} is made by ${policy.name} of ${mine} and by ${other.name} of ${theirs}; RHACM would apply neither reliably`
    return [
      finding(
        'names/duplicate-template',
        place,
        message,
        'place it on the hub for one environment only, or name it otherwise',
      ),
    ]
  })
}
