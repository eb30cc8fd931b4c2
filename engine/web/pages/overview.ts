import type { Dashboard, EnvironmentView } from '../../model/dashboard.ts'
import { environmentPath } from '../../model/dashboard-links.ts'
import { driftHeadline } from '../../model/drift-words.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import type { Page } from '../page.ts'
import { emptyState } from '../parts/empty.ts'
import { label } from '../parts/label.ts'
import { environmentLink } from '../parts/names.ts'
import { regionMap } from '../parts/region-map.ts'
import { serviceCards } from '../parts/services.ts'
import { agoText } from '../parts/time.ts'
import { waveProgress } from '../parts/wave.ts'

/** Every environment at a glance: regions and tunnel, quorums, waves. */
export function overviewPage(dashboard: Dashboard): Page {
  const { environments } = dashboard
  const content =
    environments.length === 0
      ? emptyState(
          'Nothing is merged yet',
          'The default branch has no rendered/ folder. Merge the change proposal, or run isthmus expand and merge what it writes.',
        )
      : html`${environments.map((each) => environmentPart(each, dashboard))}`
  return { title: 'Overview', crumbs: [], content: html`<h1>Overview</h1>${content}` }
}

function environmentPart(view: EnvironmentView, { asOf }: Dashboard): Markup {
  const { report, services, pause } = view
  const isWell = report.drifts.length + report.undelivered.length + report.summary.unknown + report.summary.error === 0
  return html`<section aria-labelledby="${`environment-${view.name}`}"><div class="title"><h2 id="${`environment-${view.name}`}">${environmentLink(view.name)}</h2>${isWell ? label('good', 'as desired') : label('bad', 'needs a look')}${pause && label('warn', 'paused')}</div>
<p class="lead">${driftHeadline(report)}; observed ${agoText(report.observedAt, asOf)} from ${report.source}</p>
${figures(view)}
<section><h3>Regions and tunnel</h3>${regionMap(view)}</section>
${services.length > 0 && html`<section><h3>Stretched services</h3>${serviceCards(services)}</section>`}
<section><h3>Wave</h3>${waveProgress(view)}</section></section>
`
}

function figures(view: EnvironmentView): Markup {
  const { report, name, proposals } = view
  const open = proposals.filter((each) => each.state === 'open').length
  const all: readonly (readonly [number, string, string])[] = [
    [report.drifts.length, 'drifts', environmentPath(name, 'drifts')],
    [report.unhealthy.length, 'unhealthy', environmentPath(name)],
    [report.actions.length, 'actions needed', environmentPath(name)],
    [report.undelivered.length, 'undelivered', environmentPath(name)],
    [open, 'open proposals', environmentPath(name, 'proposals')],
  ]
  return html`<ul class="figures">${all.map(([figure, word, path]) => html`<li><a href="${path}"><div class="card"><span class="figure">${figure}</span><span>${word}</span></div></a></li>`)}</ul>`
}
