import type { EnvironmentView, PolicyView } from '../../model/dashboard.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import type { Page } from '../page.ts'
import { emptyState } from '../parts/empty.ts'
import { label, stateLabel } from '../parts/label.ts'
import { policyLink } from '../parts/names.ts'
import { crumbsTo } from './crumbs.ts'

/** Every merged policy, by component. */
export function policiesPage(view: EnvironmentView): Page {
  const { name, policies } = view
  const components = [...new Set(policies.map((each) => each.component))]
  const lists = components.map((component) => {
    const own = policies.filter((each) => each.component === component)
    return html`<section><h2>${component === '' ? 'Without a component' : component}</h2>${table(name, own)}</section>`
  })
  const content = html`<h1>Policies</h1><p class="lead">What is merged in rendered/${name} and delivered by the hub</p>${
    policies.length > 0 ? lists : emptyState('No policy is merged', 'rendered/ holds none for this environment.')
  }`
  return { title: 'Policies', environment: name, tab: 'policies', crumbs: crumbsTo(name), content }
}

function table(environment: string, policies: readonly PolicyView[]): Markup {
  return html`<table class="stack"><caption class="hide">Policies and where they stand</caption><thead><tr><th scope="col">Policy</th><th scope="col">State</th><th scope="col">Remediation</th><th scope="col">Clusters</th></tr></thead><tbody>${policies.map(
    (each) =>
      html`<tr><th scope="row">${policyLink(environment, each.name)}${each.stateful && html` ${label('info', 'stateful')}`}</th><td data-label="State">${worst(each)}</td><td data-label="Remediation">${each.remediation}</td><td data-label="Clusters">${each.clusters.map((one) => one.name).join(', ')}</td></tr>`,
  )}</tbody></table>`
}

const ORDER = ['error', 'drifted', 'unknown', 'reverted', 'pending', 'notRolledOut', 'inSync'] as const

function worst({ clusters }: PolicyView): Markup {
  const state = ORDER.find((each) => clusters.some((one) => one.state === each))
  return state === undefined ? label('calm', 'on no cluster') : stateLabel(state)
}
