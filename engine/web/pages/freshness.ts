import type { Dashboard, EnvironmentView, FreshnessView } from '../../model/dashboard.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import type { Page } from '../page.ts'
import type { Tone } from '../parts/label.ts'
import { label } from '../parts/label.ts'
import { agoText, timeText } from '../parts/time.ts'
import { crumbsTo } from './crumbs.ts'

/** A gate counts no older look as now. */
const OLD_MS = 15 * 60_000

/** How old every observation is, and what of it is missing. */
export function freshnessPage({ name, freshness, report }: EnvironmentView, { asOf }: Dashboard): Page {
  const content = html`<h1>Freshness</h1><p class="lead">When each cluster was last seen from ${report.source}, and which parts could not be</p>
<table class="stack"><caption>An observation that is missing is unknown, never in sync</caption><thead><tr><th scope="col">Cluster</th><th scope="col">Observation</th><th scope="col">Age</th><th scope="col">What is missing</th></tr></thead><tbody>${freshness.map((each) => row(each, asOf))}</tbody></table>`
  return { title: 'Freshness', environment: name, tab: 'freshness', crumbs: crumbsTo(name), content }
}

function row(each: FreshnessView, asOf: string): Markup {
  const { cluster, at, why, shortfalls, problems } = each
  const age = at === null ? 'never seen' : html`${agoText(at, asOf)}<br><span class="dim">${timeText(at)}</span>`
  const missing = [
    ...(why === undefined ? [] : [why]),
    ...shortfalls.map(
      ({ kind, namespace, state, message }) =>
        `${kind}${namespace === '' ? '' : ` in ${namespace}`}: ${state}, ${message}`,
    ),
    ...problems,
  ]
  return html`<tr><th scope="row">${cluster}</th><td data-label="Observation">${label(...verdict(each, asOf))}</td><td data-label="Age">${age}</td><td data-label="Missing">${missing.length > 0 && html`<ul class="list">${missing.map((one) => html`<li>${one}</li>`)}</ul>`}</td></tr>`
}

function verdict({ kind, at, shortfalls }: FreshnessView, asOf: string): readonly [Tone, string] {
  if (kind === 'unknown') return ['warn', 'not seen']
  if (at !== null && Date.parse(asOf) - Date.parse(at) > OLD_MS) return ['warn', 'old']
  if (shortfalls.length > 0) return ['warn', 'in part']
  return kind === 'seen' ? ['good', 'seen'] : ['info', 'status only']
}
