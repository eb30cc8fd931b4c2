import type { Dashboard, EnvironmentView } from '../model/dashboard.ts'
import { framed } from './frame.ts'
import type { Page } from './page.ts'
import { driftPage, goneDriftPage } from './pages/drift.ts'
import { driftsPage } from './pages/drifts.ts'
import { environmentPage } from './pages/environment.ts'
import { exceptionsPage } from './pages/exceptions.ts'
import { freshnessPage } from './pages/freshness.ts'
import { notFoundPage } from './pages/not-found.ts'
import { overviewPage } from './pages/overview.ts'
import { policiesPage } from './pages/policies.ts'
import { policyPage } from './pages/policy.ts'
import { proposalsPage } from './pages/proposals.ts'
import { timelinePage } from './pages/timeline.ts'

export interface RenderedPage {
  readonly status: 200 | 404
  readonly html: string
}

const TABS: Readonly<Record<string, (view: EnvironmentView, dashboard: Dashboard) => Page>> = {
  '': environmentPage,
  drifts: driftsPage,
  policies: policiesPage,
  timeline: timelinePage,
  proposals: proposalsPage,
  exceptions: exceptionsPage,
  freshness: freshnessPage,
}

/** The page at a path of the server. One function of what is known: same dashboard, same page. */
export function renderPage(path: string, dashboard: Dashboard): RenderedPage {
  const page = pageAt(path, dashboard)
  const status = page === undefined || page.title === 'Not open' ? 404 : 200
  return { status, html: framed(page ?? notFoundPage(), dashboard) }
}

function pageAt(path: string, dashboard: Dashboard): Page | undefined {
  const steps = stepsOf(path)
  if (steps?.length === 0) return overviewPage(dashboard)
  const [root, environment, tab = '', item, ...more] = steps ?? []
  const view = dashboard.environments.find((each) => each.name === environment)
  if (root !== 'environments' || view === undefined || more.length > 0) return undefined
  if (item !== undefined) return itemPage(view, tab, item)
  return Object.hasOwn(TABS, tab) ? TABS[tab]?.(view, dashboard) : undefined
}

function itemPage(view: EnvironmentView, tab: string, item: string): Page | undefined {
  if (tab === 'policies') {
    const policy = view.policies.find((each) => each.name === item)
    return policy && policyPage(view, policy)
  }
  if (tab !== 'drifts') return undefined
  const drifts = [...view.report.drifts, ...(view.report.excepted ?? []).map((each) => each.drift)]
  const drift = drifts.find((each) => each.fingerprint === item)
  const around = view.drifts.find((each) => each.fingerprint === item)
  return drift && around ? driftPage(view, drift, around) : goneDriftPage(view, item)
}

/** Undefined where the path is no text. */
function stepsOf(path: string): readonly string[] | undefined {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent)
  } catch {
    return undefined
  }
}
