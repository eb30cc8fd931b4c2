import type { ClusterView, Dashboard, EnvironmentView } from '../../model/dashboard.ts'
import { driftHeadline } from '../../model/drift-words.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import type { Page } from '../page.ts'
import { conditionTable } from '../parts/conditions.ts'
import { driftTable } from '../parts/drift-table.ts'
import { label, stateLabel } from '../parts/label.ts'
import { regionMap } from '../parts/region-map.ts'
import { serviceCards } from '../parts/services.ts'
import { agoText, timeText } from '../parts/time.ts'
import { waveProgress } from '../parts/wave.ts'

/** All that is known of one environment now. */
export function environmentPage(view: EnvironmentView, { asOf }: Dashboard): Page {
  const { name, report, services, commit, version, survive, pause } = view
  const content = html`<div class="title"><h1>${name}</h1>${pause && label('warn', 'paused')}</div>
<p class="lead">${driftHeadline(report)}; observed ${agoText(report.observedAt, asOf)} from ${report.source}</p>
${pause && html`<div class="alert is-warn"><strong>Paused until ${pause.until}</strong>${pause.reason}</div>`}${(report.tolerances ?? []).map((each) => html`<div class="alert is-bad"><strong>While clusters are dark</strong>${each}</div>`)}
<section><h2>Regions and tunnel</h2>${regionMap(view)}</section>
${services.length > 0 && html`<section><h2>Stretched services</h2>${serviceCards(services)}</section>`}
${conditionTable(name, 'Undelivered: the hub does not carry what was merged', report.undelivered)}${report.drifts.length > 0 && html`<section><h2>Drifts</h2>${driftTable(view, report.drifts, 'Where observed objects differ from what was merged')}</section>`}
${conditionTable(name, 'Unhealthy: as desired, but not working', report.unhealthy)}${conditionTable(name, 'Action needed: a one-time step of a person', report.actions)}
<section><h2>Clusters</h2>${clusterTable(view.clusters)}</section>
<section><h2>Wave</h2>${waveProgress(view)}</section>
<section><h2>What was merged</h2><dl><dt>Commit</dt><dd><code>${commit}</code></dd><dt>Rendered by</dt><dd>Isthmus ${version === '' ? 'of an unknown version' : version}</dd>${survive !== undefined && html`<dt>Must survive</dt><dd>the loss of a ${survive === 'region' ? 'region' : 'region and of one more node'}</dd>`}</dl></section>
${conditionTable(name, 'Not evaluated: this source cannot tell', report.notEvaluated)}${hiddenList(view)}`
  return { title: name, environment: name, tab: '', crumbs: [{ text: 'Overview', path: '/' }], content }
}

function clusterTable(clusters: readonly ClusterView[]): Markup {
  return html`<table class="stack"><caption>The worst that is seen on a cluster is its state</caption><thead><tr><th scope="col">Cluster</th><th scope="col">State</th><th scope="col">Region</th><th scope="col">Policies</th><th scope="col">Last seen</th></tr></thead><tbody>${clusters.map(
    ({ name, state, reason, region, isHub, policies, lastSeen }) =>
      html`<tr><th scope="row">${name}</th><td data-label="State">${stateLabel(state)}${reason !== undefined && html`<br><span class="dim">${reason}</span>`}</td><td data-label="Region">${isHub ? 'the hub' : region}</td><td class="num" data-label="Policies">${policies}</td><td data-label="Last seen">${lastSeen === null ? 'never' : timeText(lastSeen)}</td></tr>`,
  )}</tbody></table>`
}

function hiddenList({ report: { hidden = [] } }: EnvironmentView): Markup {
  if (hidden.length === 0) return html``
  return html`<section><h2>Hidden as noise</h2><ul class="list">${hidden.map(({ rule, reason, count }) => html`<li><code>${rule}</code> ${count} <span class="dim">${reason}</span></li>`)}</ul></section>`
}
