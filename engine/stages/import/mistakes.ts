import type { Mistake } from '../../model/imported.ts'
import { accessRules } from './mistakes/access.ts'
import { authorityRules } from './mistakes/authorities.ts'
import { certificateRules } from './mistakes/certificates.ts'
import { hubRules } from './mistakes/hub.ts'
import type { Rule } from './mistakes/mistake.ts'
import { merged } from './mistakes/mistake.ts'
import { nameRules } from './mistakes/names.ts'
import { networkPolicyRules } from './mistakes/network-policies.ts'
import { networkRules } from './mistakes/networks.ts'
import { placementRules } from './mistakes/placements.ts'
import { tunnelRules } from './mistakes/tunnel.ts'
import { vaultRules } from './mistakes/vault.ts'
import { workloadRules } from './mistakes/workloads.ts'
import type { Platform } from './platform.ts'

const RULES: readonly Rule[] = [
  networkRules,
  networkPolicyRules,
  hubRules,
  tunnelRules,
  placementRules,
  certificateRules,
  authorityRules,
  nameRules,
  vaultRules,
  workloadRules,
  accessRules,
]

/** What is wrong with the running platform, worst first, each once for all clusters that show it. */
export function mistakesIn(platform: Platform): readonly Mistake[] {
  return merged(RULES.flatMap((rule) => rule(platform)))
}
