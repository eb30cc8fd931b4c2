import fc from 'fast-check'
import type { DefaultTreeAdapterMap } from 'parse5'
import { parse, defaultTreeAdapter as tree } from 'parse5'
import type { Dashboard } from '../../../engine/model/dashboard.ts'
import { environmentPath } from '../../../engine/model/dashboard-links.ts'
import type { DashboardInput } from '../../../engine/stages/dashboard.ts'
import { dashboard } from '../../../engine/stages/dashboard.ts'
import { renderPage } from '../../../engine/web/pages.ts'
import { dashboardInput, NOW } from '../../contracts/a-dashboard.ts'
import { driftOf } from '../../contracts/drift-reports.ts'
import { hostileJson, hostileText } from '../hostile.ts'
import { hold, target } from '../target.ts'

const TABS = ['', 'drifts', 'policies', 'timeline', 'proposals', 'exceptions', 'freshness'] as const
/** What others wrote or named; times, states and what else is ours alone stay as they are. */
const THEIRS = [
  'gdw',
  'cluster1',
  'cluster2',
  'cluster3',
  'region-1',
  'aws',
  'vault',
  'vault-cluster1',
  'gdw-vault-cluster1-server',
  'StatefulSet',
  'apps/v1',
  '/spec/replicas',
  'kubectl-scale',
  'Update',
  'environments/gdw.yaml',
  'no folder',
  'no route',
  'error',
  'connected',
  '1.0.0',
  'Drift in gdw',
  'https://git.example.com/pulls/7',
  'isthmus/drift/gdw',
  'settings',
] as const

interface Sent {
  readonly texts: readonly (readonly [text: string, hostile: string])[]
  readonly desired: unknown
  readonly message: string
  readonly path: string
}

/** The same values with some of their texts, keys too, as strangers write them. */
function retold<T>(value: T, texts: ReadonlyMap<string, string>): T {
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') return texts.get(each) ?? each
    if (Array.isArray(each)) return each.map(walk)
    if (each instanceof Map) return new Map([...each].map(([key, inner]) => [key, walk(inner)]))
    if (typeof each !== 'object' || each === null) return each
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, walk(inner)]))
  }
  return walk(value) as T
}

function pagesOf(shown: Dashboard, path: string): readonly string[] {
  const inside = shown.environments.flatMap((view) => [
    ...TABS.map((tab) => environmentPath(view.name, tab)),
    ...view.policies.map((each) => `${environmentPath(view.name, 'policies')}/${encoded(each.name)}`),
    ...view.drifts.map((each) => `${environmentPath(view.name, 'drifts')}/${each.fingerprint}`),
  ])
  return ['/', path, `/environments/${path}`, ...inside]
}

function encoded(text: string): string {
  return encodeURIComponent(text.replaceAll(/[\ud800-\udfff]/gu, '\ufffd'))
}

/** Everything that a browser would run, load or follow, and that is not one of ours. */
export function strangersIn(page: string): readonly string[] {
  const found: string[] = []
  const walk = (node: DefaultTreeAdapterMap['node']): void => {
    if (tree.isElementNode(node)) {
      const { tagName: name, attrs } = node
      const source = attrs.find((each) => each.name === 'src')?.value ?? ''
      if (name === 'script' && !(source.startsWith('/assets/') && node.childNodes.length === 0)) found.push('a script')
      if (['b', 'x-evil', 'iframe', 'object', 'embed', 'base', 'form', 'img', 'style'].includes(name)) found.push(name)
      for (const each of attrs) {
        if (/^on|^style$|^srcdoc$/.test(each.name)) found.push(`${name} ${each.name}`)
        if (/href|^src$/.test(each.name) && !/^(\/(?!\/)|#|https?:\/\/)/.test(each.value)) found.push(each.value)
      }
    }
    if ('childNodes' in node) for (const each of node.childNodes) walk(each)
  }
  walk(parse(page))
  return found
}

const text = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  fc.constantFrom('"><x-evil onx=1>', "'><x-evil>", '</title><x-evil>', '--><x-evil>', 'javascript:alert(1)', '//a.b'),
)

export const dashboards = target<Sent>({
  name: 'dashboard',
  holds:
    'whatever clusters, policies, fields, proposals and paths are called, every page is text of theirs in markup of ours',
  input: fc.record({
    texts: fc.array(fc.tuple(fc.constantFrom(...THEIRS), text), { maxLength: 6 }),
    desired: hostileJson,
    message: text,
    path: fc.oneof(
      text,
      hostileText.map((each) => `/environments/gdw/${each}`),
    ),
  }),
  cases: THEIRS.map((each) => ({
    texts: [[each, '"><x-evil onx=1><script>alert(1)</script>'] as const],
    desired: { '<x-evil>': '</td><script>' },
    message: '<script>alert(1)</script>',
    path: '/environments/%00',
  })),
  few: 8,
  check: ({ texts, desired, message, path }) => {
    const fields = [{ pointer: '/spec/replicas', desired: desired as null, observed: message }]
    const drifts = [driftOf('0123456789abcdef', ['cluster1'], { fields })]
    const given: DashboardInput = {
      ...retold(dashboardInput({ drifts }), new Map(texts)),
      pause: { reason: message, until: '2026-02-01T00:00:00Z' },
      putBack: () => message,
    }
    const shown: Dashboard = {
      version: 'test-1',
      asOf: NOW,
      environments: [dashboard(given)],
      problems: [{ message, hint: message }],
    }
    for (const each of pagesOf(shown, path)) {
      const { html } = renderPage(each, shown)
      const strangers = strangersIn(html)
      hold(strangers.length === 0, `markup of others on ${JSON.stringify(each)}`, strangers)
    }
  },
})
