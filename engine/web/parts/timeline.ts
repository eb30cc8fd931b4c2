import type { TimelineEntry } from '../../model/dashboard.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import type { Tone } from './label.ts'
import { label } from './label.ts'
import { driftLink } from './names.ts'
import { timeText } from './time.ts'

const KINDS: Partial<Readonly<Record<TimelineEntry['type'], readonly [Tone, string]>>> = {
  opened: ['bad', 'opened'],
  changed: ['warn', 'changed'],
  resolved: ['good', 'resolved'],
  stale: ['warn', 'still open'],
  acknowledged: ['calm', 'acknowledged'],
  'went-dark': ['bad', 'dark'],
  'came-back': ['good', 'back'],
  trouble: ['bad', 'trouble'],
  'trouble-over': ['good', 'over'],
}

/** Entries in the given order. What is still open leads to its page; what is over has none. */
export function timelineList(
  environment: string,
  entries: readonly TimelineEntry[],
  open: ReadonlySet<string> = new Set(),
): Markup {
  return html`<ol class="timeline">${entries.map((each) => {
    const [tone, word] = KINDS[each.type] ?? ['calm', each.type]
    const title =
      each.fingerprint !== undefined && open.has(each.fingerprint)
        ? driftLink(environment, each.fingerprint, each.title)
        : each.title
    return html`<li>${timeText(each.time)}<div><p>${label(tone, word)} ${title}</p>${each.detail !== undefined && html`<p class="dim">${each.detail}</p>`}</div></li>`
  })}</ol>`
}
