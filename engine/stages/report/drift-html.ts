import { count } from '../../model/count.ts'
import type { DriftReport, DriftState } from '../../model/drift.ts'
import { SIGNS, toneOf } from '../../model/drift-state.ts'
import { driftHeadline, shortTime, stateWord } from '../../model/drift-words.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import { digest } from '../../model/names.ts'
import { stateOf } from '../../model/topology/state.ts'
import { topologySvgs } from '../../model/topology/svg.ts'
import { TOPOLOGY_STYLE } from '../../model/topology/svg-style.ts'
import type { Topology } from '../../model/topology.ts'
import { besideSections, undeliveredSection } from './html/beside.ts'
import { driftArticle } from './html/drift.ts'
import { STYLE as PAGE_STYLE } from './html/style.ts'

const STYLE = `${PAGE_STYLE}${TOPOLOGY_STYLE.trimStart()}`
const STATES: readonly DriftState[] = ['error', 'drifted', 'unknown', 'reverted', 'pending', 'notRolledOut', 'inSync']

/**
 * The report as one page that needs nothing else: no script, no font, no image from anywhere, and a policy that forbids
 * the browser to fetch any, whatever a hostile name tries.
 */
export function driftHtml(report: ExceptedReport, topology: Topology): string {
  const title = `Drift in ${report.environment}: ${driftHeadline(report)}`
  const policy = `default-src 'none'; style-src 'sha256-${sha256Base64(STYLE)}'; base-uri 'none'; form-action 'none'`
  const head = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>`
  return `${head.html}${STYLE}</style>\n</head>\n${body(report, topology).html}</html>\n`
}

/** What changes from report to report. */
export function body(report: ExceptedReport, topology: Topology): Markup {
  const drifts = report.drifts.length === 0 ? [] : report.drifts.map(driftArticle)
  return html`<body>
<a class="skip" href="#drifts">Skip to the drifts</a>
<header>
<h1>Drift report: ${report.environment}</h1>
<p class="lead">${driftHeadline(report)}</p>
<p class="dim">Observed ${shortTime(report.observedAt)} from ${report.source}</p>
</header>
<main>
<h2>Clusters</h2>
${counts(report)}${toleranceList(report)}${topologySvgs({ topology, state: stateOf(topology, report) })}
${clusterTable(report)}
${undeliveredSection(report)}<h2 id="drifts">${count(report.drifts.length, 'drift')}</h2>
${drifts.length === 0 ? html`<p>No drift was seen.</p>` : drifts}${besideSections(report)}</main>
<footer><p>The tool that changed a field is what the API server recorded (<code>managedFields</code>): it names programs, not persons. Secret values are never shown.</p></footer>
</body>
`
}

/** While clusters are dark: what is left to lose. */
function toleranceList({ tolerances = [] }: DriftReport): Markup {
  if (tolerances.length === 0) return html``
  return html`<ul class="warn">${tolerances.map((each) => html`<li>${each}</li>`)}</ul>
`
}

function counts({ summary }: DriftReport): Markup {
  const items = STATES.filter((state) => summary[state] > 0).map(
    (state) =>
      html`<li class="${toneOf(state)}"><strong>${SIGNS[toneOf(state)]} ${summary[state]}</strong>${stateWord(state)}</li>`,
  )
  return html`<ul class="counts">${items}</ul>
`
}

function clusterTable({ clusters }: DriftReport): Markup {
  const rows = [...clusters]
    .sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state))
    .map(
      ({ name, state, lastSeen, reason }) =>
        html`<tr><th scope="row">${name}</th><td data-label="state"><span class="tag ${toneOf(state)}">${SIGNS[toneOf(state)]} ${stateWord(state)}</span></td><td data-label="last seen">${lastSeen === null ? 'never' : shortTime(lastSeen)}</td><td data-label="why">${reason ?? ''}</td></tr>
`,
    )
  return html`<table class="stack"><caption class="dim">Clusters and when they were last seen</caption><thead><tr><th scope="col">cluster</th><th scope="col">state</th><th scope="col">last seen</th><th scope="col">why</th></tr></thead>
<tbody>${rows}</tbody></table>`
}

function sha256Base64(text: string): string {
  const bytes = digest(text, 64).match(/../g) ?? []
  return btoa(String.fromCharCode(...bytes.map((each) => Number.parseInt(each, 16))))
}
