import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'

/** What stands where a list has nothing: that it is empty, and what that means. */
export function emptyState(title: string, meaning: string): Markup {
  return html`<div class="empty"><h3>${title}</h3><p>${meaning}</p></div>`
}
