import type { Component } from '../../model/component.ts'
import type { Finding } from '../../model/finding.ts'
import { hasErrors } from '../../model/finding.ts'
import type { Change } from '../../model/git.ts'
import { renderedFolder } from '../../model/rendered.ts'
import { temporaryIn } from '../../model/temporary-in.ts'
import { diff, takenOut } from '../../stages/diff.ts'
import { foreignFiles, readRendered, renderedOf } from '../../stages/read-rendered.ts'
import type { ReviewPart } from '../../stages/report/review.ts'
import type { ExpandedEnvironment } from '../expand-all.ts'
import { expandAll } from '../expand-all.ts'
import { nextStep } from '../next-step.ts'
import type { Merged } from '../read-merged.ts'
import { lastMayGo, renderedBy, takenOutOf } from '../taken-out.ts'

interface With {
  readonly components: readonly Component[]
  readonly version: string
  /** RFC 3339 UTC. */
  readonly now: string
}

/** What is wrong in the sources of a head, and what it does to each environment since it left its base. */
export function foundIn(
  base: Merged,
  head: Merged,
  { components, version, now }: With,
): { readonly findings: readonly Finding[]; readonly found: readonly Found[] } {
  const expanded = expandAll({ files: head.sources, findings: [] }, components)
  const { environments, desired } = expanded
  const findings = lastMayGo(expanded.findings, renderedBy(base))
  const ours = hasErrors(findings) ? [] : environments
  const found = [
    ...ours.map((each) => {
      const { part, change } = partOf(each, base, head, version)
      const temporary = temporaryIn(desired, each.name, now)
      return { part: { ...part, plan: { ...part.plan, temporary } }, change }
    }),
    ...takenOutOf(base, expanded).map((name) => partWithout(name, base, head)),
  ]
  return { findings, found }
}

/** A part of the plan, and what it takes to have `rendered/` so. */
export interface Found {
  readonly part: ReviewPart
  readonly change: Change
}

function partOf({ name, plan: complete }: ExpandedEnvironment, base: Merged, head: Merged, version: string): Found {
  const before = readRendered(name, base.rendered).rendered
  const { wave, plan, files } = nextStep(before, complete, version)
  const folder = renderedFolder(name)
  const write = new Map([...files].map(([file, text]) => [`${folder}/${file}`, text]))
  const present = [...head.rendered.keys()].filter((path) => path.startsWith(`${folder}/`))
  const refused = refusal(before.version, foreignFiles(head.rendered, folder), version)
  const part = { environment: name, plan: diff(before, renderedOf(plan)), wave }
  if (refused !== undefined) return { part: { ...part, refused }, change: { write: new Map(), remove: [] } }
  return { part, change: { write, remove: present.filter((path) => !write.has(path)) } }
}

/** An environment that the pull request takes out. */
function partWithout(name: string, base: Merged, head: Merged): Found {
  const folder = renderedFolder(name)
  const plan = takenOut(readRendered(name, base.rendered).rendered)
  const part = { environment: name, plan, wave: { region: undefined, next: [] } }
  const refused = refusal('', foreignFiles(head.rendered, folder), '')
  if (refused !== undefined) return { part: { ...part, refused }, change: { write: new Map(), remove: [] } }
  const remove = [...head.rendered.keys()].filter((path) => path.startsWith(`${folder}/`))
  return { part, change: { write: new Map(), remove } }
}

function refusal(made: string, foreign: readonly string[], version: string): string | undefined {
  if (foreign.length > 0) return `${foreign.slice(0, 5).join(', ')} in rendered/ is none of ours; move it out`
  if (made === '' || made === version) return undefined
  return `rendered/ was made by version ${made}; the upgrade to ${version} comes first`
}
