import type { Environment } from '../../model/environment.ts'
import type { Located } from '../../model/expansion.ts'
import type { PolicyPlacement } from '../../model/policy-placement.ts'
import { quorumOver } from '../../model/quorum.ts'
import type { StretchedService } from '../../model/stretched.ts'
import { componentOf } from '../../model/stretched.ts'
import type { PlacedResult } from './placed.ts'
import { votersPerRegion } from './voters.ts'

/** Rule G11: how many members may be down on purpose, over all clusters together: n - q - m. */
export function checkDisruption(
  environment: Environment,
  services: readonly StretchedService[],
  placements: readonly Located<PolicyPlacement>[],
): readonly PlacedResult[] {
  return services.flatMap((service) => {
    const voters = votersPerRegion(environment, service)
    const budget = quorumOver(voters)
    const left = budget.toleranceAfterRegion
    const sum = `${budget.voters} voters - ${budget.quorum} for the quorum - ${budget.largestRegion} in the largest region = ${left}`
    const none: readonly PlacedResult[] =
      left !== 0
        ? []
        : [
            {
              rule: 'disruption/no-margin',
              severity: 'info',
              pointer: service.pointer,
              message: `every restart of one of ${service.name} spends the tolerance of a region: ${sum} may be down on purpose`,
              hint: 'use three members in each of three regions, or one in each of five, or restart only while every region is well',
            },
          ]
    return [...none, ...placements.flatMap((placement) => atOnce(service, placement, sum, left, voters.length))]
  })
}

function atOnce(
  service: StretchedService,
  { value, origin }: Located<PolicyPlacement>,
  sum: string,
  left: number,
  regions: number,
): readonly PlacedResult[] {
  const isAsked = value.spec.rollout === 'all-at-once' && value.spec.policies.includes(componentOf(service))
  if (!isAsked || regions < 2) return []
  return [
    {
      rule: 'disruption/all-at-once',
      severity: 'warning',
      pointer: service.pointer,
      origin: { ...origin, pointer: '/spec/rollout' },
      message: `a change of ${service.name} may restart one member in each of ${regions} regions at the same time; ${sum}, so ${Math.max(0, left)} may be down on purpose`,
      hint: 'leave rollout out or set it to by-region, so that one region follows the other',
    },
  ]
}
