import { conditionGroups } from '../../model/condition-groups.ts'
import type { Condition } from '../../model/drift.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import { digest } from '../../model/names.ts'
import { policyLink } from './names.ts'

const NAMED = 4

/** What stands beside drift, as rows: what several clusters say in the same words once; nothing where there is nothing. */
export function conditionTable(environment: string, title: string, all: readonly Condition[]): Markup {
  if (all.length === 0) return html``
  const rows = conditionGroups(all).map(({ component, clusters, policies, message }) => {
    const key = digest([environment, title, component, message].join('\n'))
    const links = policies.map((each) => policyLink(environment, each))
    return html`<tr><th scope="row">${list(
      clusters.map((each) => html`${each}`),
      'clusters',
      key,
    )}</th><td data-label="Policies">${list(links, 'policies', key)}</td><td data-label="Says">${message}</td></tr>`
  })
  return html`<section><h2>${title}</h2><table class="stack"><caption>${all.length} in all</caption><thead><tr><th scope="col">Clusters</th><th scope="col">Policies</th><th scope="col">What it says</th></tr></thead><tbody>${rows}</tbody></table></section>`
}

/** All of a few; of many their number, and all on request. What was unfolded stays so by its key when the page is renewed. */
function list(names: readonly Markup[], noun: string, key: string): Markup {
  const all = names.map((each, i) => (i === 0 ? each : html`, ${each}`))
  if (names.length <= NAMED) return html`${all}`
  return html`<details data-key="${noun}-${key}"><summary>${names.length} ${noun}</summary><div>${all}</div></details>`
}
