import type { EnvironmentView } from '../../model/dashboard.ts'
import type { Drift } from '../../model/drift.ts'
import { whereText } from '../../model/drift-words.ts'
import { describeKey } from '../../model/kube.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import { label, severityLabel } from './label.ts'
import { driftLink } from './names.ts'
import { timeText } from './time.ts'

const CHANGES = { missing: 'is missing', unexpected: 'must not exist', different: 'differs' } as const

/** Drifts as rows, in the report's order: the worst first. */
export function driftTable(view: EnvironmentView, drifts: readonly Drift[], caption: string): Markup {
  return html`<table class="stack"><caption>${caption}</caption><thead><tr><th scope="col">Object</th><th scope="col">Severity</th><th scope="col">Clusters</th><th scope="col">Seen since</th></tr></thead><tbody>${drifts.map(
    (each) =>
      html`<tr><th scope="row">${driftLink(view.name, each.fingerprint, describeKey(each.object))} ${CHANGES[each.change]}</th><td data-label="Severity">${severityLabel(each.severity)} ${quietLabel(view, each)}</td><td data-label="Clusters">${whereText(each)}</td><td data-label="Since">${timeText(each.firstSeen)}</td></tr>`,
  )}</tbody></table>`
}

function quietLabel({ drifts }: EnvironmentView, { fingerprint }: Drift): Markup {
  const quiet = drifts.find((each) => each.fingerprint === fingerprint)?.quiet
  return quiet ? label('calm', 'acknowledged') : html``
}
