import type { DriftView } from '../../model/dashboard.ts'
import type { Drift } from '../../model/drift.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'

/** What a person can do about a drift. Nothing is done from here: it is done where it is reviewed. */
export function waysOut({ fingerprint }: Drift, { putBack, isAdoptable, proposal }: DriftView): Markup {
  const where = proposal ? `Tick it on #${proposal.number}, or run:` : 'On the drift proposal, or with:'
  return html`<details open><summary><strong>Put back</strong>: make the cluster what Git says</summary>${putBack === undefined ? html`<p class="dim">No single command does it. Let the policy enforce it, or apply what is desired.</p>` : command(putBack)}</details>
${isAdoptable && html`<details><summary><strong>Adopt</strong>: make what is there the desired state</summary><p>${where}</p>${command(`isthmus resolve ${fingerprint} --from WHERE --adopt`)}</details>`}
<details><summary><strong>Enforce here</strong>: let RHACM put it back for a time</summary><p>${where}</p>${command(`isthmus resolve ${fingerprint} --from WHERE --enforce-here --until YYYY-MM-DD`)}</details>
<details><summary><strong>Ignore</strong>: live with it until a day</summary><p>As a comment on the drift proposal:</p>${command(`/isthmus ignore ${fingerprint} until YYYY-MM-DD because …`)}</details>
<details><summary><strong>Acknowledge</strong>: keep exactly this value quiet</summary><p>Merge or close the drift proposal: it stays quiet until it changes, or its time is over.</p></details>`
}

function command(text: string): Markup {
  return html`<pre tabindex="0">${text}</pre>`
}
