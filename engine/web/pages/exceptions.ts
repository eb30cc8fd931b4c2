import type { EnvironmentView, ExceptionView, OverrideView } from '../../model/dashboard.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import type { Page } from '../page.ts'
import { emptyState } from '../parts/empty.ts'
import { label } from '../parts/label.ts'
import { objectName, policyLink } from '../parts/names.ts'
import { crumbsTo } from './crumbs.ts'

/** What is lived with, enforced for a time, or paused: everything that has an end. */
export function exceptionsPage(view: EnvironmentView): Page {
  const { name, exceptions, overrides, pause, report } = view
  const findings = report.findings ?? []
  const content = html`<h1>Exceptions and pauses</h1><p class="lead">What is lived with, enforced for a time, or frozen; each has an end</p>
${findings.map((each) => html`<div class="alert is-warn"><strong>${each.message}</strong>${each.file}:${each.line}${each.hint !== undefined && `, ${each.hint}`}</div>`)}
<section><h2>Pause</h2>${pause ? html`<div class="alert is-warn"><strong>Paused until ${pause.until}</strong>${pause.reason}</div>` : emptyState('Not paused', 'Waves, enforcement changes and certificate rolls go on.')}</section>
<section><h2>Exceptions</h2>${exceptions.length > 0 ? table(name, exceptions, 'Drifts that are lived with until a day') : emptyState('No exceptions', 'Every drift is told.')}</section>
<section><h2>Enforced for a time</h2>${overrides.length > 0 ? table(name, overrides, 'Policies that are enforced on some clusters until a day') : emptyState('No overrides', 'Nothing is enforced beyond its placement.')}</section>`
  return { title: 'Exceptions and pauses', environment: name, tab: 'exceptions', crumbs: crumbsTo(name), content }
}

function table(environment: string, all: readonly (ExceptionView | OverrideView)[], caption: string): Markup {
  return html`<table class="stack"><caption>${caption}</caption><thead><tr><th scope="col">What</th><th scope="col">Clusters</th><th scope="col">Until</th><th scope="col">Because</th><th scope="col">Owner</th></tr></thead><tbody>${all.map(
    (each) =>
      html`<tr><th scope="row">${'object' in each ? objectName(each.object) : each.name}<br>${policyLink(environment, each.policy)}<br><code class="dim">${each.source.file}:${each.source.line}</code></th><td data-label="Clusters">${each.clusters.join(', ')}</td><td data-label="Until">${each.until} ${each.isOver && label('warn', 'has run out')}</td><td data-label="Because">${each.because}</td><td data-label="Owner">${each.owner}</td></tr>`,
  )}</tbody></table>`
}
