import type { DriftView, EnvironmentView } from '../../model/dashboard.ts'
import type { Drift, DriftField } from '../../model/drift.ts'
import { attributionText, clustersText, fightText, whereText, writerText } from '../../model/drift-words.ts'
import type { Json } from '../../model/json.ts'
import { describeKey } from '../../model/kube.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import type { Page } from '../page.ts'
import { severityLabel } from '../parts/label.ts'
import { forgeLink, objectName, policyLink } from '../parts/names.ts'
import { timeText } from '../parts/time.ts'
import { timelineList } from '../parts/timeline.ts'
import { waysOut } from '../parts/ways-out.ts'
import { crumbsTo } from './crumbs.ts'

const FIELDS_SHOWN = 200
const LONGEST_VALUE = 4000
const CHANGES = { missing: 'is missing', unexpected: 'must not exist', different: 'differs' } as const

/** One drift: what should be beside what is, who changed it, what asked for it, its history, and what can be done. */
export function driftPage(environment: EnvironmentView, drift: Drift, view: DriftView): Page {
  const { name } = environment
  const notes = [drift.note, fightText(drift)].filter((each) => each !== undefined)
  const content = html`<div class="title"><h1>${objectName(drift.object)} ${CHANGES[drift.change]}</h1>${severityLabel(drift.severity)}</div>
<p class="lead">${whereText(drift)}</p>
${notes.map((each) => html`<div class="alert is-warn">${each}</div>`)}${quietAlert(view)}
<section><h2>Desired and observed</h2>${fields(drift)}</section>
<div class="columns"><section><h2>Where it comes from</h2>${facts(name, drift, view)}</section>
<section><h2>Ways out</h2>${waysOut(drift, view)}</section></div>
<section><h2>History</h2>${view.history.length > 0 ? timelineList(name, view.history) : html`<p class="dim">Nothing is recorded of it yet: only a look that publishes (isthmus serve, isthmus drift --publish) writes the history.</p>`}</section>`
  const title = describeKey(drift.object)
  return { title, environment: name, tab: 'drifts', crumbs: crumbsTo(name, ['drifts', 'Drifts']), content }
}

/** In place of a drift that is no longer there: where its end can be read. */
export function goneDriftPage({ name, timeline }: EnvironmentView, fingerprint: string): Page {
  const history = timeline.filter((each) => each.fingerprint === fingerprint)
  const content = html`<h1>This drift is not open</h1><p class="lead">The last look shows no drift <code>${fingerprint}</code> in ${name}.</p>
<section><h2>History</h2>${history.length > 0 ? timelineList(name, history) : html`<p class="dim">Nothing is recorded of it.</p>`}</section>`
  return { title: 'Not open', environment: name, tab: 'drifts', crumbs: crumbsTo(name, ['drifts', 'Drifts']), content }
}

function quietAlert({ quiet }: DriftView): Markup | false {
  return (
    quiet !== undefined &&
    html`<div class="alert is-info"><strong>Acknowledged until ${timeText(quiet.until)}</strong>by ${quiet.by}; any other value is told again</div>`
  )
}

function fields({ fields: all, change }: Drift): Markup {
  if (all.length === 0) {
    return html`<p>${change === 'missing' ? 'The whole object is missing.' : change === 'unexpected' ? 'The object should not be there at all.' : 'The source shows that it differs, but no fields.'}</p>`
  }
  const rest = all.length - FIELDS_SHOWN
  return html`<table class="stack sides"><caption>Field by field; secret values are never shown</caption><thead><tr><th scope="col">Field</th><th scope="col">Should be</th><th scope="col">Is</th></tr></thead><tbody>${all.slice(0, FIELDS_SHOWN).map(fieldRow)}</tbody></table>${rest > 0 && html`<p class="dim">… and ${rest} further fields in the JSON report</p>`}`
}

function fieldRow({ pointer, path = pointer, desired, observed }: DriftField): Markup {
  return html`<tr><th scope="row"><code>${path}</code>${path !== pointer && html`<br><code class="dim">${pointer}</code>`}</th><td class="want" data-label="Should be">${value(desired)}</td><td class="have" data-label="Is">${value(observed)}</td></tr>`
}

function value(given: Json): Markup {
  if (given === null) return html`<em>absent</em>`
  const text = typeof given === 'object' ? JSON.stringify(given, null, 2) : String(given)
  return html`<code>${text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text}</code>`
}

function facts(environment: string, drift: Drift, { proposal }: DriftView): Markup {
  const { policies = [drift.policy], source, clusters, desiredFrom, firstSeen, lastSeen, fingerprint } = drift
  return html`<dl><dt>Changed by</dt><dd>${drift.change === 'missing' ? writerText(drift) : attributionText(drift.attribution)}</dd>
<dt>Asked for by</dt><dd><code>${source.file}:${source.line}</code></dd>${desiredFrom !== undefined && html`<dt>Read from</dt><dd>${desiredFrom}</dd>`}
<dt>Policy</dt><dd>${policies.map((each) => html`<div>${policyLink(environment, each)}</div>`)}</dd>
<dt>Clusters</dt><dd>${clusters.length > 4 ? clusters.join(', ') : clustersText(clusters)}</dd>
<dt>Seen since</dt><dd>${timeText(firstSeen)}, last ${timeText(lastSeen)}</dd>
<dt>Proposal</dt><dd>${proposal ? html`${forgeLink(proposal.url, `#${proposal.number} ${proposal.title}`)}, ${proposal.state}` : 'none'}</dd>
<dt>Id</dt><dd><code>${fingerprint}</code></dd></dl>
<p class="dim">The tool is what the API server recorded (managedFields): it names programs, not persons.</p>`
}
