import type { EnvironmentView, ProposalView } from '../../model/dashboard.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import type { Page } from '../page.ts'
import { emptyState } from '../parts/empty.ts'
import type { Tone } from '../parts/label.ts'
import { label } from '../parts/label.ts'
import { forgeLink } from '../parts/names.ts'
import { timeText } from '../parts/time.ts'
import { waveProgress } from '../parts/wave.ts'
import { crumbsTo } from './crumbs.ts'

const STATES: Readonly<Record<ProposalView['state'], readonly [Tone, string]>> = {
  open: ['info', 'open'],
  merged: ['good', 'merged'],
  closed: ['calm', 'closed'],
}

/** The pull requests that Isthmus owns, and how far the change has come. */
export function proposalsPage(view: EnvironmentView): Page {
  const { name, proposals, wave } = view
  const content = html`<h1>Proposals</h1><p class="lead">The pull requests that Isthmus owns; they are reviewed and merged on the forge</p>${
    proposals.length > 0
      ? table(proposals)
      : emptyState('No proposal was opened yet', 'A change of the desired state, or a drift, leads to the first one.')
  }
${wave && html`<section><h2>Wave</h2>${waveProgress(view)}</section>`}`
  return { title: 'Proposals', environment: name, tab: 'proposals', crumbs: crumbsTo(name), content }
}

function table(proposals: readonly ProposalView[]): Markup {
  return html`<table class="stack"><caption class="hide">Proposals, open ones first</caption><thead><tr><th scope="col">Proposal</th><th scope="col">State</th><th scope="col">Kind</th><th scope="col">Ended</th></tr></thead><tbody>${proposals.map(
    ({ number, title, url, state, kind, at }) =>
      html`<tr><th scope="row">${forgeLink(url, `#${number} ${title}`)}</th><td data-label="State">${label(...STATES[state])}</td><td data-label="Kind">${kind === 'other' ? 'way out' : kind}</td><td data-label="Ended">${at !== undefined && timeText(at)}</td></tr>`,
  )}</tbody></table>`
}
