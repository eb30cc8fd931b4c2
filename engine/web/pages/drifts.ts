import type { EnvironmentView } from '../../model/dashboard.ts'
import { driftHeadline } from '../../model/drift-words.ts'
import { html } from '../../model/markup.ts'
import type { Page } from '../page.ts'
import { driftTable } from '../parts/drift-table.ts'
import { emptyState } from '../parts/empty.ts'
import { crumbsTo } from './crumbs.ts'

/** Every open drift, worst first. */
export function driftsPage(view: EnvironmentView): Page {
  const { name, report } = view
  const unseen = report.summary.unknown + report.summary.error
  const list =
    report.drifts.length > 0
      ? driftTable(view, report.drifts, 'Where observed objects differ from what was merged, worst first')
      : emptyState(
          'No drift was seen',
          unseen > 0
            ? 'What could be seen is as merged. Not every cluster could be seen, so this is no all-clear.'
            : 'Every cluster is as merged.',
        )
  const content = html`<h1>Drifts</h1><p class="lead">${driftHeadline(report)}</p>${list}`
  return { title: 'Drifts', environment: name, tab: 'drifts', crumbs: crumbsTo(name), content }
}
