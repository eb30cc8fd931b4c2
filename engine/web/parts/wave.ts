import type { EnvironmentView, WaveView } from '../../model/dashboard.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import { emptyState } from './empty.ts'
import { label } from './label.ts'

/** How far a change has come, region by region, and what its gate says. */
export function waveProgress({ wave }: EnvironmentView): Markup {
  if (wave === undefined) {
    return emptyState(
      'No change is on its way',
      'What should be rendered is what is merged; nothing waits for its turn.',
    )
  }
  return html`${steps(wave)}${gateList(wave)}`
}

function steps({ region, next, regions, gate }: WaveView): Markup {
  if (region === undefined) {
    return html`<p>A change is proposed that touches no region of a running quorum: nothing has to wait for its turn.</p>`
  }
  const state = (each: string) => {
    if (each === region) return label('info', gate === undefined ? 'merged, settling' : 'proposed now')
    return next.includes(each) ? label('calm', 'next') : label('good', 'done or untouched')
  }
  return html`<ol class="steps">${regions.map((each) => html`<li>${state(each)} <strong>${each}</strong></li>`)}</ol>`
}

function gateList({ gate }: WaveView): Markup {
  if (gate === undefined) return html``
  return html`<p class="gate"><strong>Gate:</strong> ${gate.isGreen ? label('good', 'may be merged') : label('bad', 'must wait')}</p>
<ul class="checks">${gate.checks.map(
    ({ isGreen, sentence }) =>
      html`<li>${isGreen ? label('good', 'met') : label('bad', 'unmet')} <span>${sentence}</span></li>`,
  )}</ul>`
}
