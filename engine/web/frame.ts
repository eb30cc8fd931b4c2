import type { Dashboard, EnvironmentView } from '../model/dashboard.ts'
import type { Tab } from '../model/dashboard-links.ts'
import { environmentPath } from '../model/dashboard-links.ts'
import type { Markup } from '../model/markup.ts'
import { html } from '../model/markup.ts'
import type { Page } from './page.ts'
import { timeText } from './parts/time.ts'

const TABS: readonly (readonly [tab: Tab, name: string, counted: (view: EnvironmentView) => number | undefined])[] = [
  ['', 'Environment', () => undefined],
  ['drifts', 'Drifts', (view) => view.report.drifts.length],
  ['policies', 'Policies', (view) => view.policies.length],
  ['timeline', 'Timeline', () => undefined],
  ['proposals', 'Proposals', (view) => view.proposals.filter((each) => each.state === 'open').length],
  ['exceptions', 'Exceptions', (view) => view.exceptions.length + view.overrides.length],
  ['freshness', 'Freshness', () => undefined],
]

/** The whole document around a page. Style and script come from this server alone; without the script every page works. */
export function framed(page: Page, dashboard: Dashboard): string {
  const name = page.crumbs.length === 0 ? page.title : `${page.title} · ${page.environment ?? ''}`
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${name} · Isthmus</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/style.css">
<script src="/assets/theme.js"></script>
<script src="/assets/live.js" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="masthead"><a class="brand" href="/">${MARK}Isthmus</a><p class="live dim" id="live" role="status" data-version="${dashboard.version}"><span>as of </span>${timeText(dashboard.asOf)}</p><button class="button" id="theme" type="button" hidden>Dark</button></header>
<nav class="side" aria-label="Pages" id="pages">${navigation(page, dashboard)}</nav>
<main id="content" tabindex="-1">
${crumbs(page)}${problems(dashboard, page)}${page.content}
</main>
</body>
</html>
`
  return document.html
}

const MARK = html`<svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="7" cy="16" r="5" fill="none" stroke="currentColor" stroke-width="2.5"/><circle cx="25" cy="16" r="5" fill="none" stroke="currentColor" stroke-width="2.5"/><path d="M12 16h8" stroke="currentColor" stroke-width="2.5"/></svg>`

function navigation(page: Page, { environments }: Dashboard): Markup {
  const view = environments.find((each) => each.name === page.environment) ?? onlyOne(environments)
  const others = environments.filter((each) => each !== view)
  return html`<ul><li>${entry('/', 'Overview', page.environment === undefined)}</li>${
    view &&
    html`<li class="group">${view.name}</li>${TABS.map(
      ([tab, name, counted]) =>
        html`<li>${entry(environmentPath(view.name, tab), name, page.environment === view.name && page.tab === tab, counted(view))}</li>`,
    )}`
  }${others.length > 0 && html`<li class="group">${view ? 'Other environments' : 'Environments'}</li>${others.map((each) => html`<li>${entry(environmentPath(each.name), each.name, false)}</li>`)}`}</ul>`
}

function onlyOne(all: readonly EnvironmentView[]): EnvironmentView | undefined {
  return all.length === 1 ? all[0] : undefined
}

function entry(path: string, name: string, isCurrent: boolean, counted?: number): Markup {
  const badge = counted !== undefined && counted > 0 && html`<span class="count">${counted}</span>`
  return isCurrent
    ? html`<a href="${path}" aria-current="page">${name} ${badge}</a>`
    : html`<a href="${path}">${name} ${badge}</a>`
}

function crumbs({ crumbs: all, title }: Page): Markup {
  if (all.length === 0) return html``
  return html`<nav class="crumbs" aria-label="Breadcrumb"><ol>${all.map((each) => html`<li><a href="${each.path}">${each.text}</a></li>`)}<li aria-current="page">${title}</li></ol></nav>
`
}

/** What could not be read: of the page's environment and of all, on the overview of every one. */
function problems({ problems: all }: Dashboard, { environment }: Page): Markup {
  const about = all.filter((each) => environment === undefined || (each.environment ?? environment) === environment)
  return html`${about.map(
    (each) =>
      html`<div class="alert is-warn"><strong>${each.environment === undefined ? '' : `${each.environment}: `}${each.message}</strong>${each.hint}</div>
`,
  )}`
}
