import { TOPOLOGY_STYLE } from '../model/topology/svg-style.ts'
import { LIVE_SCRIPT } from './assets/live.ts'
import { STYLE } from './assets/style.ts'
import { THEME_SCRIPT } from './assets/theme.ts'
import { DARK, LIGHT } from './assets/tokens.ts'

export interface Asset {
  readonly type: string
  readonly body: string
}

/** The theme of the system, or the one that a person chose. */
const THEMES = `:root { color-scheme: light dark;\n${LIGHT}\n}
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) {\n${DARK}\n} }
:root[data-theme=dark] { color-scheme: dark;\n${DARK}\n}
:root[data-theme=light] { color-scheme: light; }
`

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="#0066cc" stroke-width="3"><circle cx="7" cy="16" r="5"/><circle cx="25" cy="16" r="5"/><path d="M12 16h8"/></svg>`

/** Everything that the pages load, by path; there is nothing else. */
export const ASSETS: ReadonlyMap<string, Asset> = new Map([
  ['/assets/style.css', { type: 'text/css; charset=utf-8', body: THEMES + TOPOLOGY_STYLE + STYLE }],
  ['/assets/theme.js', { type: 'text/javascript; charset=utf-8', body: THEME_SCRIPT }],
  ['/assets/live.js', { type: 'text/javascript; charset=utf-8', body: LIVE_SCRIPT }],
  ['/assets/icon.svg', { type: 'image/svg+xml', body: ICON }],
])
