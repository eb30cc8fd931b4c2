import type { Json } from '../../model/json.ts'

/** How the desired content is held against the observed one. */
export type Strictness = 'musthave' | 'mustonlyhave'

/** `mustnothave` content is matched as `musthave`. Spelled in any case. */
export function isMustNotHave(complianceType: Json | undefined): boolean {
  return typeof complianceType === 'string' && complianceType.toLowerCase() === 'mustnothave'
}

export function strictnessOf(complianceType: Json | undefined): Strictness {
  const isOnly = typeof complianceType === 'string' && complianceType.toLowerCase() === 'mustonlyhave'
  return isOnly ? 'mustonlyhave' : 'musthave'
}
