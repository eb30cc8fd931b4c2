import { html } from '../../model/markup.ts'
import type { Page } from '../page.ts'

export function notFoundPage(): Page {
  const content = html`<h1>There is no such page</h1><p class="lead">What it showed may be over, or the address is mistyped.</p><p><a href="/">Go to the overview</a></p>`
  return { title: 'Not found', crumbs: [{ text: 'Overview', path: '/' }], content }
}
