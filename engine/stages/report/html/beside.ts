import { conditionGroups } from '../../../model/condition-groups.ts'
import { count } from '../../../model/count.ts'
import type { Condition, DriftReport } from '../../../model/drift.ts'
import { clustersText, shortTime, stateWord } from '../../../model/drift-words.ts'
import type { ExceptedReport } from '../../../model/exception.ts'
import { describeKey } from '../../../model/kube.ts'
import type { Markup } from '../../../model/markup.ts'
import { html } from '../../../model/markup.ts'
import { TEMPORARY_TITLE, temporaryHtml } from '../temporary.ts'
import { undeliveredGroups } from '../undelivered-groups.ts'

/** What the hub does not carry is critical: it stands open, before the drifts. */
export function undeliveredSection({ undelivered }: DriftReport): Markup {
  if (undelivered.length === 0) return html``
  return html`<h2 class="bad">✗ Undelivered: the hub does not carry what was merged</h2>
<ul>${undeliveredGroups(undelivered).map(
    ({ what, cluster, message }) => html`<li><b>${what}</b> on ${cluster}: ${message}</li>`,
  )}</ul>
`
}

/** What a report says beside drifts, folded. */
export function besideSections(report: ExceptedReport): Markup {
  const { unhealthy, actions, notEvaluated, excepted = [], findings = [] } = report
  const lived = excepted.map(
    ({ drift, until, because, owner }) =>
      html`<li><code>${describeKey(drift.object)}</code> on ${clustersText(drift.clusters)}: until ${until} because ${because} (${owner})</li>`,
  )
  const sections: readonly Markup[] = [
    section('Not in sync, policy by policy', stateItems(report)),
    section('Unhealthy: as desired, but not working', items(unhealthy)),
    section('Action needed: a one-time step of a person', items(actions)),
    section('Not evaluated: this source cannot tell', items(notEvaluated)),
    section('Lived with for now: exceptions in the repository', lived),
    section(TEMPORARY_TITLE, temporaryHtml(report.temporary ?? [])),
    section(
      'Files that need a look',
      findings.map((each) => html`<li>${each.message}</li>`),
    ),
    section('Hidden as noise', hiddenItems(report)),
  ]
  return html`${sections}`
}

function section(title: string, entries: readonly Markup[]): Markup {
  if (entries.length === 0) return html``
  return html`<details><summary>${title} (${entries.length})</summary><ul>${entries}</ul></details>
`
}

function items(conditions: readonly Condition[]): readonly Markup[] {
  return conditionGroups(conditions).map(
    ({ component, clusters, message }) => html`<li>${component} on ${clustersText(clusters)}: ${message}</li>`,
  )
}

function stateItems({ policies = [] }: DriftReport): readonly Markup[] {
  return policies
    .filter(({ state }) => state === 'reverted' || state === 'pending' || state === 'notRolledOut')
    .map(({ policy, cluster, state, reverted, reason }) => {
      const often = reverted ? `, ${count(reverted.times, 'time')}, last ${shortTime(reverted.last)}` : ''
      return html`<li><code>${policy}</code> on ${cluster}: ${stateWord(state)}${often}${reason === undefined ? '' : ` (${reason})`}</li>`
    })
}

function hiddenItems({ hidden = [] }: DriftReport): readonly Markup[] {
  return hidden.map(
    ({ rule, count: times, reason }) => html`<li><code>${rule}</code>: ${count(times, 'difference')}, ${reason}</li>`,
  )
}
