import type { Tab } from '../model/dashboard-links.ts'
import type { Markup } from '../model/markup.ts'

/** One page: what its frame says of it, and what stands in it. */
export interface Page {
  readonly title: string
  /** Its environment, and which entry of the navigation is the current one; absent for the overview. */
  readonly environment?: string
  readonly tab?: Tab
  readonly crumbs: readonly { readonly text: string; readonly path: string }[]
  readonly content: Markup
}
