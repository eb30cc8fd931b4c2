import type { EnvironmentView, TunnelLink } from '../../model/dashboard.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import { topologySvgs } from '../../model/topology/svg.ts'
import { label } from './label.ts'

/** The picture of the regions as they stand, and below it the tunnel's links in words. */
export function regionMap({ name, picture, links }: EnvironmentView): Markup {
  return html`<div class="map">${topologySvgs(picture, `map-${name}`)}</div>
${linkList(name, links)}`
}

const LINKS = { connected: 'good', broken: 'bad', unknown: 'calm' } as const

const LINKS_SHOWN = 12

/** Every link of a small platform; of a large one those that are not well, and the others on request. */
function linkList(environment: string, links: readonly TunnelLink[]): Markup {
  if (links.length === 0) return html``
  const isMany = links.length > LINKS_SHOWN
  const well = isMany ? links.filter((each) => each.state === 'connected') : []
  const told = isMany ? links.filter((each) => each.state !== 'connected') : links
  const rest = html`<details data-key="links-${environment}"><summary>${well.length} of ${links.length} links connected</summary>${steps(well, 'Connected links')}</details>`
  return html`${told.length > 0 && steps(told, 'Tunnel')}${well.length > 0 && rest}`
}

function steps(links: readonly TunnelLink[], name: string): Markup {
  return html`<ul class="steps" aria-label="${name}">${links.map(
    ({ clusters: [a, b], state, says, milliseconds }) =>
      html`<li>${label(LINKS[state], state === 'unknown' ? 'not seen' : state)} <span>${a} ↔ ${b}${milliseconds !== undefined && html` <span class="dim">${milliseconds} ms</span>`}${says !== undefined && html` <span class="dim">${says}</span>`}</span></li>`,
  )}</ul>`
}
