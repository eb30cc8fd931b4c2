import { clip } from '../../../model/clip.ts'
import type { Drift, DriftField } from '../../../model/drift.ts'
import { fightText, shortTime, whereText, writerText } from '../../../model/drift-words.ts'
import type { Json } from '../../../model/json.ts'
import { describeKey } from '../../../model/kube.ts'
import type { Markup } from '../../../model/markup.ts'
import { html } from '../../../model/markup.ts'
import { valueText } from '../markdown.ts'
import { putBackCommand } from '../ways-out.ts'

const FIELDS_SHOWN = 200
const LONGEST_VALUE = 2000
const LONGEST_PATH = 300
const CHANGES = { missing: 'is missing', unexpected: 'must not exist', different: 'differs' } as const

/** One drift as a section of the page: desired and observed side by side, then where it comes from and how to put it back. */
export function driftArticle(drift: Drift): Markup {
  const id = `drift-${drift.fingerprint.replace(/[^0-9a-zA-Z-]/g, '')}`
  const tone = drift.severity === 'critical' || drift.severity === 'high' ? 'bad' : 'warn'
  const { policies = [drift.policy], source } = drift
  const notes = [drift.note, fightText(drift)].flatMap((each) =>
    each === undefined ? [] : [html`<p class="note">${each}</p>`],
  )
  return html`<article class="drift ${tone}" aria-labelledby="${id}">
<h3 id="${id}"><span class="tag ${tone}">${drift.severity}</span> <code>${describeKey(drift.object)}</code> ${CHANGES[drift.change]}</h3>
<p class="dim">${whereText(drift)}</p>
${notes}${fieldTable(drift)}<ul>
<li>${writerText(drift)}</li>
<li>asked for by <code>${source.file}:${source.line}</code> (policy ${policies.join(', ')})</li>
<li>seen since ${shortTime(drift.firstSeen)}; id <code>${drift.fingerprint}</code></li>
${drift.page === undefined ? [] : [html`<li><a href="${drift.page}">on the dashboard</a></li>\n`]}${drift.clusters.length > 4 ? [html`<li>clusters: ${drift.clusters.join(', ')}</li>\n`] : []}</ul>
${commandBlock(drift)}</article>
`
}

function fieldTable(drift: Drift): Markup {
  if (drift.fields.length === 0) return html``
  const rest = drift.fields.length - FIELDS_SHOWN
  const more = rest > 0 ? [html`<p class="dim">… and ${rest} further fields in the JSON report.</p>`] : []
  return html`<table class="fields stack"><thead><tr><th scope="col">field</th><th scope="col">should be</th><th scope="col">is</th></tr></thead>
<tbody>${drift.fields.slice(0, FIELDS_SHOWN).map(fieldRow)}</tbody></table>
${more}`
}

function fieldRow({ pointer, path = pointer, desired, observed }: DriftField): Markup {
  const exact = path === pointer ? [] : [html`<br><code class="dim">${clip(pointer, LONGEST_PATH)}</code>`]
  return html`<tr><td data-label="field"><code>${clip(path, LONGEST_PATH)}</code>${exact}</td><td class="want" data-label="should be">${value(desired)}</td><td class="have" data-label="is">${value(observed)}</td></tr>
`
}

function value(given: Json): Markup {
  if (given === null) return html`<span class="dim">absent</span>`
  const text = typeof given === 'object' ? JSON.stringify(given, null, 2) : valueText(given, LONGEST_VALUE)
  return html`<code>${clip(text, LONGEST_VALUE)}</code>`
}

function commandBlock(drift: Drift): Markup {
  const patch = drift.patch?.filter(({ path }) => path !== '/status' && !path.startsWith('/status/'))
  const command = putBackCommand(patch ? { ...drift, patch } : drift)
  return command === undefined
    ? html``
    : html`<details><summary>Put it back</summary><pre tabindex="0">${command}</pre></details>
`
}
