import fc from 'fast-check'
import { importPlatform } from '../../../engine/flows/import.ts'
import { foldHistory } from '../../../engine/model/history-state.ts'
import type { Json, JsonObject } from '../../../engine/model/json.ts'
import { isObject } from '../../../engine/model/json.ts'
import { redactReport } from '../../../engine/model/redact-report.ts'
import { diff } from '../../../engine/stages/diff.ts'
import { applyExceptions } from '../../../engine/stages/ignore.ts'
import { alertsFor } from '../../../engine/stages/life.ts'
import { readRendered } from '../../../engine/stages/read-rendered.ts'
import { driftHtml } from '../../../engine/stages/report/drift-html.ts'
import { driftMarkdown } from '../../../engine/stages/report/drift-markdown.ts'
import { driftProposal } from '../../../engine/stages/report/drift-sheets.ts'
import { driftJson } from '../../../engine/stages/report/json.ts'
import { planMarkdown } from '../../../engine/stages/report/plan.ts'
import { driftText } from '../../../engine/stages/report/text.ts'
import { components } from '../../../policies/index.ts'
import { topologyFor } from '../../contracts/drift-reports.ts'
import { NOW as IMPORTED_AT, shop, sourceOf } from '../../engine/stages/import/a-running-platform.ts'
import {
  aRendered,
  deliveredTo,
  hubOf,
  managedCluster,
  replica,
  reportOn,
  rootPolicy,
  template,
} from '../../engine/stages/judge/status-a-hub.ts'
import { hostileJson, hostileText, mutatedJson, mutatedText } from '../hostile.ts'
import { hold, target } from '../target.ts'

const root = rootPolicy('p', [template({ name: 't' }), template({ name: 'h', role: 'health' })])
const rendered = aRendered([root])
const told = (message: string) => [
  { template: 't', history: [['2026-03-04T05:00:00Z', message]] as const },
  { template: 'h', history: [['2026-03-04T05:00:00Z', 'Compliant; notification - deployments [d] found']] as const },
]
const objects: readonly JsonObject[] = [
  ...deliveredTo(rendered),
  managedCluster('c2', { available: 'Unknown' }),
  replica(
    root,
    'c1',
    told('NonCompliant; violation - configmaps [settings] found but not as specified in namespace shop'),
  ),
  replica(
    root,
    'c2',
    told('Compliant; notification - configmaps [settings] was updated successfully in namespace shop'),
  ),
]
const paint = { red: String, yellow: String, green: String, bold: String, dim: String }

export const hub = target({
  name: 'hub',
  holds: 'whatever a hub lists, the report is made, in every form, and a cluster that says nothing is not in sync',
  input: fc.record({
    changed: fc.array(fc.tuple(fc.nat(objects.length - 1), mutatedJson(objects, 3)), { maxLength: 4 }),
    more: hostileJson,
    message: hostileText,
  }),
  few: 15,
  check: ({ changed, more, message }) => {
    const listed = objects.map((each, i): Json => changed.find(([at]) => at === i)?.[1] ?? each)
    const extra = replica(root, 'c1', told(`NonCompliant; violation - ${message}`))
    const report = redactReport(reportOn(rendered, hubOf([...listed, more, extra].filter(isObject))))
    const excepted = applyExceptions(report, [])
    const proposal = driftProposal(excepted, 'main')
    const texts = [
      driftJson(report),
      driftMarkdown(excepted),
      driftHtml(excepted, topologyFor(excepted)),
      proposal.body,
    ]
    hold(
      texts.every((each) => each.length > 0),
      'nothing is told',
    )
    hold(!/[\p{Cf}\p{Cc}]/u.test(driftText(excepted, paint).replaceAll('\n', '')), 'a hidden character on the terminal')
    hold(proposal.body.length <= 65_536, 'a body that no forge takes', proposal.body.length)
    alertsFor(foldHistory([]), report, { now: '2026-03-04T06:00:00Z', chats: [{ name: 'ops' }] })
    const silent = reportOn(rendered, hubOf([]))
    hold(
      silent.clusters.every((each) => each.state !== 'inSync'),
      'silence is no sync',
      silent.clusters,
    )
  },
})

const platform = shop()
const seen = platform.flatMap((each) => each.objects)

export const importing = target({
  name: 'import',
  holds: 'whatever runs on the clusters, import describes what it can and says what it cannot',
  input: fc.array(fc.tuple(fc.nat(3), fc.nat(5), mutatedJson(seen, 3)), { maxLength: 4 }),
  few: 3,
  check: async (changed) => {
    const clusters = platform.map(({ name, objects: own }, i) => ({
      name,
      objects: own
        .map((each, j) => changed.find(([at, place]) => at === i && place === j)?.[2] ?? each)
        .filter(isObject),
    }))
    const names = clusters.map((each) => each.name)
    const { files } = await importPlatform({
      source: sourceOf(clusters),
      clusters: names,
      components,
      environment: undefined,
      now: IMPORTED_AT,
    })
    for (const { path } of files)
      hold(
        /^[\w./-]+$/.test(path) && !path.split('/').some((each) => each === '..' || each === ''),
        'a path that leaves',
        path,
      )
  },
})

const FILE = JSON.stringify(root)
const INDEX = JSON.stringify({
  version: '0.1.0',
  clusters: [{ name: 'c1', cloud: 'aws', region: 'r' }],
  policies: [{ name: 'p', clusters: ['c1'] }],
  files: { 'p.yaml': 'x' },
  wave: { region: 'r', next: [] },
})

export const mergedFiles = target({
  name: 'rendered',
  holds: 'rendered/ as anybody edited it is read, compared with what it should be, and what is unreadable is named',
  input: fc.record({
    policy: fc.oneof(
      mutatedText([FILE]),
      mutatedJson([root]).map((each) => JSON.stringify(each)),
    ),
    index: fc.oneof(
      mutatedText([INDEX]),
      mutatedJson([JSON.parse(INDEX) as Json]).map((each) => JSON.stringify(each)),
    ),
  }),
  check: ({ policy, index }) => {
    const files = new Map([
      ['rendered/gdw/p.yaml', policy],
      ['rendered/gdw/.isthmus.json', index],
    ])
    const { rendered: before } = readRendered('gdw', files)
    for (const plan of [diff(before, rendered), diff(rendered, before)]) hold(planMarkdown(plan).length > 0, 'no plan')
    reportOn(before, hubOf(objects))
  },
})
