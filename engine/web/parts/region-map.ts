import type { ClusterView, EnvironmentView, TunnelLink } from '../../model/dashboard.ts'
import { count } from '../../model/drift-words.ts'
import type { Markup } from '../markup.ts'
import { html } from '../markup.ts'
import { label, stateLabel } from './label.ts'

/** The regions with their clusters, and the tunnel between them. The picture of the topology takes its place above the cards. */
export function regionMap({ clusters, links }: EnvironmentView): Markup {
  const members = clusters.filter((each) => !each.isHub)
  const hub = clusters.find((each) => each.isHub)
  const regions = [...new Set(members.map((each) => each.region))]
  return html`<ul class="cards">${regions.map((region) => html`<li class="card">${regionCard(region, members)}</li>`)}${hub && html`<li class="card"><h3>Hub ${stateLabel(hub.state)}</h3>${clusterLine(hub)}</li>`}</ul>
${linkList(links)}`
}

function regionCard(region: string, members: readonly ClusterView[]): Markup {
  const own = members.filter((each) => each.region === region)
  const clouds = [...new Set(own.map((each) => each.cloud).filter(Boolean))].join(', ')
  return html`<h3>${region === '' ? 'no region' : region} ${own.length === 1 && own[0] && stateLabel(own[0].state)}</h3>${clouds !== '' && html`<p class="dim">${clouds}</p>`}
<ul class="list">${own.map((each) => html`<li>${own.length > 1 && stateLabel(each.state)} ${clusterLine(each)}</li>`)}</ul>`
}

function clusterLine({ name, policies, drifts, unhealthy, reason }: ClusterView): Markup {
  const parts = [
    count(policies, 'policy').replace('policys', 'policies'),
    ...(drifts > 0 ? [count(drifts, 'drift')] : []),
    ...(unhealthy > 0 ? [`${unhealthy} unhealthy`] : []),
  ]
  return html`<p><strong>${name}</strong> <span class="dim">${parts.join(', ')}${reason !== undefined && `; ${reason}`}</span></p>`
}

const LINKS = { connected: 'good', broken: 'bad', unknown: 'calm' } as const

function linkList(links: readonly TunnelLink[]): Markup {
  if (links.length === 0) return html``
  return html`<h3 class="hide">Tunnel links</h3><ul class="steps links">${links.map(
    ({ clusters: [a, b], state, says, milliseconds }) =>
      html`<li>${label(LINKS[state], state === 'unknown' ? 'not seen' : state)} <span>${a} ↔ ${b}${milliseconds !== undefined && html` <span class="dim">${milliseconds} ms</span>`}${says !== undefined && html` <span class="dim">${says}</span>`}</span></li>`,
  )}</ul>`
}
