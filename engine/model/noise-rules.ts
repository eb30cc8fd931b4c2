import { CONTROLLER_NOISE } from './noise-rules/controllers.ts'
import type { NoiseRule } from './noise-rules/noise-rule.ts'
import { OPENSHIFT_NOISE } from './noise-rules/openshift.ts'
import { SERVER_NOISE } from './noise-rules/server.ts'

/** All rules, in the order in which they are asked: the first that holds has hidden a difference. */
export const NOISE_RULES: readonly NoiseRule[] = [...SERVER_NOISE, ...OPENSHIFT_NOISE, ...CONTROLLER_NOISE]

/** The rules in force where a repository switched some off by id. */
export function noiseRulesWithout(disabled: readonly string[]): readonly NoiseRule[] {
  return NOISE_RULES.filter((rule) => !disabled.includes(rule.id))
}

/** What RHACM's own dry run hides from it, whatever a repository switched off: enforcing writes none of it. */
export const WRITE_NOISE: readonly NoiseRule[] = NOISE_RULES.filter((rule) => rule.isInEveryWrite)
