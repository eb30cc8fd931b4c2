import type { DriftState } from './drift.ts'

export type Tone = 'good' | 'warn' | 'bad'

const TONES: Readonly<Record<DriftState, Tone>> = {
  inSync: 'good',
  drifted: 'bad',
  error: 'bad',
  reverted: 'warn',
  unknown: 'warn',
  pending: 'warn',
  notRolledOut: 'warn',
}

export function toneOf(state: DriftState): Tone {
  return TONES[state]
}

/** A sign beside the colour, for those who do not see it. */
export const SIGNS = { good: '✓', warn: '?', bad: '✗' } as const
