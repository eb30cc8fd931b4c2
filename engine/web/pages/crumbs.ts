import type { Tab } from '../../model/dashboard-links.ts'
import { environmentPath } from '../../model/dashboard-links.ts'
import type { Page } from '../page.ts'

/** The way from the overview to a page of an environment; `tab` where the page lies below one. */
export function crumbsTo(environment: string, tab?: readonly [Tab, string]): Page['crumbs'] {
  return [
    { text: 'Overview', path: '/' },
    { text: environment, path: environmentPath(environment) },
    ...(tab ? [{ text: tab[1], path: environmentPath(environment, tab[0]) }] : []),
  ]
}
