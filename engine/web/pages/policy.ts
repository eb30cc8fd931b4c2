import type { EnvironmentView, PolicyTemplateView, PolicyView } from '../../model/dashboard.ts'
import { describeKey } from '../../model/kube.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import type { Page } from '../page.ts'
import { driftTable } from '../parts/drift-table.ts'
import { label, stateLabel } from '../parts/label.ts'
import { crumbsTo } from './crumbs.ts'

/** One policy: where it stands on each cluster, its drifts, and every object that it carries. */
export function policyPage(view: EnvironmentView, policy: PolicyView): Page {
  const { name: environment, report } = view
  const { name, component, stateful, remediation, file, templates } = policy
  const drifts = report.drifts.filter((each) => (each.policies ?? [each.policy]).includes(name))
  const content = html`<div class="title"><h1>${name}</h1>${stateful && label('info', 'stateful: one region at a time')}</div>
<p class="lead">${component === '' ? '' : `${component}, `}${remediation}, <code>${file}</code></p>
${drifts.length > 0 && html`<section><h2>Drifts</h2>${driftTable(view, drifts, 'Drifts that this policy sees')}</section>`}
<section><h2>Clusters</h2>${clusters(policy)}</section>
<section><h2>Rendered objects</h2>${templates.map(template)}</section>`
  return { title: name, environment, tab: 'policies', crumbs: crumbsTo(environment, ['policies', 'Policies']), content }
}

function clusters({ clusters: all }: PolicyView): Markup {
  return html`<table class="stack"><caption class="hide">State on each cluster</caption><thead><tr><th scope="col">Cluster</th><th scope="col">State</th><th scope="col">Why</th></tr></thead><tbody>${all.map(
    ({ name, state, reason }) =>
      html`<tr><th scope="row">${name}</th><td data-label="State">${stateLabel(state)}</td><td data-label="Why">${reason}</td></tr>`,
  )}</tbody></table>`
}

function template({ name, kind, role, objects }: PolicyTemplateView): Markup {
  return html`<section><h3><code>${name}</code> <span class="dim">${kind}</span> ${label(role === 'desired' ? 'info' : 'calm', role)}</h3>
${objects.length === 0 ? html`<p class="dim">It carries no objects of its own.</p>` : objects.map(({ key, mustBe, content }) => html`<details><summary><code>${describeKey(key)}</code> <span class="dim">${mustBe}</span></summary><pre tabindex="0">${JSON.stringify(content, null, 2)}</pre></details>`)}</section>`
}
