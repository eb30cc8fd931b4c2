import type { Condition } from '../../model/drift.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import { policyLink } from './names.ts'

/** What stands beside drift, as rows; nothing where there is nothing. */
export function conditionTable(environment: string, title: string, all: readonly Condition[]): Markup {
  if (all.length === 0) return html``
  return html`<section><h2>${title}</h2><table class="stack"><caption>${all.length} in all</caption><thead><tr><th scope="col">Cluster</th><th scope="col">Policy</th><th scope="col">What it says</th></tr></thead><tbody>${all.map(
    ({ cluster, policy, message }) =>
      html`<tr><th scope="row">${cluster}</th><td data-label="Policy">${policyLink(environment, policy)}</td><td data-label="Says">${message}</td></tr>`,
  )}</tbody></table></section>`
}
