import type { EnvironmentView, TunnelLink } from '../../model/dashboard.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import { topologySvgs } from '../../model/topology/svg.ts'
import { label } from './label.ts'

/** The picture of the regions as they stand, and below it the tunnel's links in words. */
export function regionMap({ name, picture, links }: EnvironmentView): Markup {
  return html`<div class="map">${topologySvgs(picture, `map-${name}`)}</div>
${linkList(links)}`
}

const LINKS = { connected: 'good', broken: 'bad', unknown: 'calm' } as const

function linkList(links: readonly TunnelLink[]): Markup {
  if (links.length === 0) return html``
  return html`<ul class="steps" aria-label="Tunnel">${links.map(
    ({ clusters: [a, b], state, says, milliseconds }) =>
      html`<li>${label(LINKS[state], state === 'unknown' ? 'not seen' : state)} <span>${a} ↔ ${b}${milliseconds !== undefined && html` <span class="dim">${milliseconds} ms</span>`}${says !== undefined && html` <span class="dim">${says}</span>`}</span></li>`,
  )}</ul>`
}
