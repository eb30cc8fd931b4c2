import type { PolicySeverity } from '../../model/component.ts'
import type { DriftState } from '../../model/drift.ts'
import { stateWord } from '../../model/drift-words.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'

export type Tone = 'good' | 'warn' | 'bad' | 'calm' | 'info'

/** A form beside each colour, for those who do not see it. */
const SIGNS: Readonly<Record<Tone, string>> = {
  good: 'M6.2 12.6 1.8 8.2l1.6-1.6 2.8 2.8 6.4-6.4 1.6 1.6z',
  warn: 'M8 1 15.5 14.5H.5zM7.2 6v4h1.6V6zm0 5.2v1.6h1.6v-1.6z',
  bad: 'M3.6 2 8 6.4 12.4 2 14 3.6 9.6 8l4.4 4.4-1.6 1.6L8 9.6 3.6 14 2 12.4 6.4 8 2 3.6z',
  calm: 'M3 7h10v2H3z',
  info: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM7.2 4v1.8h1.6V4zm0 3v5h1.6V7z',
}

const STATES: Readonly<Record<DriftState, Tone>> = {
  inSync: 'good',
  drifted: 'bad',
  error: 'bad',
  reverted: 'warn',
  unknown: 'warn',
  pending: 'info',
  notRolledOut: 'info',
}

export function label(tone: Tone, text: string): Markup {
  return html`<span class="label ${tone}"><svg viewBox="0 0 16 16" aria-hidden="true"><path fill-rule="evenodd" d="${SIGNS[tone]}"/></svg>${text}</span>`
}

export function stateLabel(state: DriftState): Markup {
  return label(STATES[state], stateWord(state))
}

export function severityLabel(severity: PolicySeverity): Markup {
  return label(severity === 'critical' || severity === 'high' ? 'bad' : 'warn', severity)
}
