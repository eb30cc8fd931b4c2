import { existsSync, readFileSync } from 'node:fs'
import { deliveredObjects } from '../../engine/commands/demo/clusters.ts'
import type { ExpandedEnvironment } from '../../engine/flows/expand-all.ts'
import { expandAll } from '../../engine/flows/expand-all.ts'
import type { SourceFile } from '../../engine/model/document.ts'
import type { JsonObject } from '../../engine/model/json.ts'
import { isObject, listAt } from '../../engine/model/json.ts'
import { compare } from '../../engine/stages/compare.ts'
import { renderedOf } from '../../engine/stages/read-rendered.ts'
import { render } from '../../engine/stages/render.ts'
import { components } from '../../policies/index.ts'
import { reference } from './fleet.ts'
import type { Row } from './measure.ts'
import { rowOf, timed } from './measure.ts'

const RECORDED = '../shared/conformance/drift/cases.jsonl'

/** Figures inside one warm process. */
export function measureStages(): readonly Row[] {
  const render = timed(9, () => written(reference()))
  return [
    rowOf({ group: 'expand', what: 'the reference, in a warm process', unit: 'ms', values: render }),
    driftRow(),
    ...recordedRow(),
  ]
}

function expanded(files: readonly SourceFile[]): ExpandedEnvironment {
  const { environments, findings } = expandAll({ files, findings: [] }, components)
  const [only] = environments
  if (!only) throw new Error(findings.map((each) => each.message).join('; '))
  return only
}

function written(files: readonly SourceFile[]): ReadonlyMap<string, string> {
  return render(expanded(files).plan, 'bench')
}

/** Every policy template of the reference on every cluster that it is placed on, the index of objects made anew. */
function driftRow(): Row {
  const rendered = renderedOf(expanded(reference()).plan)
  const clusters = [...rendered.clusters.map((each) => each.name), 'local-cluster']
  const objects = new Map(
    clusters.map((cluster) => [cluster, deliveredObjects(rendered, cluster, '2026-01-01T00:00:00Z')]),
  )
  const templates = rendered.policies.flatMap((policy) =>
    listAt(policy.object, 'spec', 'policy-templates').flatMap((each) => {
      const definition = isObject(each) ? each.objectDefinition : undefined
      return isObject(definition) ? policy.clusters.map((cluster) => ({ definition, cluster })) : []
    }),
  )
  const times = timed(9, () => {
    const fresh = new Map([...objects].map(([cluster, all]) => [cluster, [...all]]))
    for (const { definition, cluster } of templates) compare(definition, fresh.get(cluster) ?? [], { server: 'live' })
  })
  const values = times.map((ms) => (templates.length / ms) * 1000)
  return rowOf({ group: 'evaluate', what: 'verdicts on the reference, in sync', unit: 'a second', values })
}

/** The recorded cases, where they are beside the checkout; RHACM's own offline program takes about 200 ms each. */
function recordedRow(): readonly Row[] {
  if (!existsSync(RECORDED)) return []
  const cases = readFileSync(RECORDED, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { policy: JsonObject; cluster: readonly JsonObject[] })
  const times = timed(5, () => {
    for (const each of cases) compare(each.policy, [...each.cluster])
  })
  const values = times.map((ms) => (cases.length / ms) * 1000)
  return [rowOf({ group: 'evaluate', what: 'recorded cases, verdicts', unit: 'a second', values, aim: 'above 1,000' })]
}
