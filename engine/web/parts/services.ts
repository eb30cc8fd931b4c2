import { count } from '../../model/count.ts'
import type { ServiceView } from '../../model/dashboard.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import { moreToLose } from '../../model/quorum.ts'
import { label } from './label.ts'

/** Beyond so many, dots are a grey area and the figure says it better. */
const MOST_DOTS = 15

/** A card for each stretched service: its quorum, what it still tolerates, and what the loss of each region would leave. */
export function serviceCards(services: readonly ServiceView[]): Markup {
  return html`<ul class="cards">${services.map((each) => html`<li class="card">${serviceCard(each)}</li>`)}</ul>`
}

function serviceCard({ now, without }: ServiceView): Markup {
  const { name, voters, quorum, left, tolerance, survives, source, notes } = now
  const verdict = survives
    ? label(tolerance === 0 ? 'warn' : 'good', tolerance === 0 ? 'at quorum' : `tolerates ${tolerance}`)
    : label('bad', 'no quorum')
  return html`<h3>${name} ${verdict}</h3>
<p><span class="figure">${left}</span> of ${voters} voters, ${quorum} are a quorum</p>
${voters <= MOST_DOTS && html`<div class="voters" aria-hidden="true">${Array.from({ length: voters }, (_, i) => (i < left ? html`<span></span>` : html`<span class="gone"></span>`))}</div>`}
<ul class="list">${without.map(
    (each) =>
      html`<li>without ${each.region}: ${each.survives ? (each.tolerance === 0 ? 'goes on, exactly at quorum' : `goes on, ${moreToLose(each.tolerance)}`) : html`<strong>stops</strong>`}</li>`,
  )}</ul>
<p class="dim">${source.kind === 'observed' ? `as its probe saw ${count(source.ageSeconds ?? 0, 'second')} before` : 'as the environment asks for; no probe was seen'}${notes.length > 0 && `; ${notes.join('; ')}`}</p>`
}
