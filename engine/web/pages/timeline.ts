import type { EnvironmentView } from '../../model/dashboard.ts'
import { html } from '../../model/markup.ts'
import type { Page } from '../page.ts'
import { emptyState } from '../parts/empty.ts'
import { timelineList } from '../parts/timeline.ts'
import { crumbsTo } from './crumbs.ts'

/** What happened, newest first. */
export function timelinePage({ name, timeline, report }: EnvironmentView): Page {
  const open = new Set(report.drifts.map((each) => each.fingerprint))
  const content = html`<h1>Timeline</h1><p class="lead">The life of drifts, incidents and dark regions, as the history branch records it</p>${
    timeline.length > 0
      ? timelineList(name, timeline, open)
      : emptyState(
          'Nothing is recorded yet',
          'The history begins with the first drift or incident that isthmus serve, or isthmus drift --publish, sees.',
        )
  }`
  return { title: 'Timeline', environment: name, tab: 'timeline', crumbs: crumbsTo(name), content }
}
