import type { ChangePlan } from '../../model/change-plan.ts'
import type { Component } from '../../model/component.ts'
import type { SourceFile } from '../../model/document.ts'
import type { Drift } from '../../model/drift.ts'
import type { ExceptedReport } from '../../model/exception.ts'
import type { Change } from '../../model/git.ts'
import type { Observation } from '../../model/observation.ts'
import type { Rendered } from '../../model/rendered.ts'
import { renderedFolder } from '../../model/rendered.ts'
import type { Wave } from '../../model/wave.ts'
import type { Refused } from '../../model/way-out.ts'
import { diff } from '../../stages/diff.ts'
import { renderedOf } from '../../stages/read-rendered.ts'
import type { Request } from '../../stages/ways-out/requests.ts'
import type { Expanded } from '../expand-all.ts'
import { expandAll } from '../expand-all.ts'
import { nextStep } from '../next-step.ts'
import { ownFiles } from '../propose.ts'
import type { Merged } from '../read-merged.ts'
import { renderedIn } from '../rendered-in.ts'

/** What a way out works on: the default branch, expanded, and the report of a fresh look. */
export interface WayOutInput {
  readonly merged: Merged
  readonly expanded: Expanded
  readonly report: ExceptedReport
  readonly components: readonly Component[]
  readonly version: string
  /** What the report was made of, where it is still at hand. */
  readonly observation?: Observation
}

/** What a way out changes. */
export interface WayOutChange {
  readonly change: Change
  /** Files of people that it touches. */
  readonly files: readonly string[]
  readonly plan?: ChangePlan
  readonly wave?: Wave
  /** What `rendered/` is with it. */
  readonly after?: Rendered
  readonly overwrites?: readonly Drift[]
}

export type Prepare = (request: Request, drift: Drift, input: WayOutInput) => WayOutChange | Refused

/** The repository with some files of people written anew or taken out, expanded again; a sentence where it is no longer valid. */
export function expandWith(
  write: ReadonlyMap<string, string>,
  input: WayOutInput,
  gone: readonly string[] = [],
): Expanded | Refused {
  const kept = input.merged.sources.filter((each) => !write.has(each.path) && !gone.includes(each.path))
  const files: readonly SourceFile[] = [...kept, ...[...write].map(([path, text]) => ({ path, text }))]
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  const expanded = expandAll({ files: sorted, findings: [] }, input.components, input.report.environment)
  const error = expanded.findings.find((each) => each.severity === 'error')
  if (!error) return expanded
  return {
    refused: `the repository would not be valid any more: ${error.message} (${error.file}:${error.line}, ${error.rule})`,
  }
}

/** Files of people and what follows from them in `rendered/`, as one change. */
export function withRendered(
  write: ReadonlyMap<string, string>,
  expanded: Expanded,
  { merged, report, version }: WayOutInput,
  gone: readonly string[] = [],
): WayOutChange | Refused {
  const environment = expanded.environments.find((each) => each.name === report.environment)
  if (!environment) return { refused: `nothing renders environment ${report.environment} any more` }
  const before = renderedIn(environment.name, merged.rendered).rendered
  if (before.version !== '' && before.version !== version)
    return { refused: `rendered/ was made by version ${before.version}; the upgrade to ${version} comes first` }
  const { wave, files, plan } = nextStep(before, environment.plan, version)
  const folder = renderedFolder(environment.name)
  const rendered = new Map([...files].map(([file, text]) => [`${folder}/${file}`, text]))
  const remove = ownFiles(merged.rendered, folder).filter((path) => !rendered.has(path))
  const after = renderedOf(plan)
  return {
    change: { write: new Map([...write, ...rendered]), remove: [...gone, ...remove] },
    files: [...write.keys(), ...gone],
    plan: diff(before, after),
    wave,
    after,
  }
}

/** The policies of a drift in the plan, each with those of its clusters that show it. */
export function seenBy(
  drift: Drift,
  { expanded, report }: WayOutInput,
): readonly { readonly policy: string; readonly clusters: readonly string[] }[] {
  const environment = expanded.environments.find((each) => each.name === report.environment)
  const names = new Set([drift.policy, ...(drift.policies ?? [])])
  return (environment?.plan.policies ?? []).flatMap(({ name, clusters }) => {
    const shown = clusters.filter((each) => drift.clusters.includes(each))
    return names.has(name) && shown.length > 0 ? [{ policy: name, clusters: shown }] : []
  })
}
