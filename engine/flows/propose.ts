import type { Published } from '../effects/publish.ts'
import { publishProposal } from '../effects/publish.ts'
import type { ChangePlan } from '../model/change-plan.ts'
import type { Component } from '../model/component.ts'
import type { SourceFile } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import { hasErrors } from '../model/finding.ts'
import type { Forge } from '../model/forge.ts'
import type { Author, Repository } from '../model/git.ts'
import { renderedFolder } from '../model/rendered.ts'
import { diff } from '../stages/diff.ts'
import { readRendered, renderedOf } from '../stages/read-rendered.ts'
import { render } from '../stages/render.ts'
import { changeProposal } from '../stages/report/proposal.ts'
import type { ExpandedEnvironment } from './expand-all.ts'
import { expandAll } from './expand-all.ts'
import type { Merged } from './read-merged.ts'
import { readMerged } from './read-merged.ts'

export interface ProposeInput {
  readonly repository: Repository
  readonly forge: Forge
  readonly components: readonly Component[]
  readonly author: Author
  readonly version: string
  /** RFC 3339 UTC. */
  readonly now: string
  readonly environment?: string
}

export interface Proposed {
  readonly sources: readonly SourceFile[]
  readonly findings: readonly Finding[]
  readonly proposals: readonly {
    readonly environment: string
    readonly plan: ChangePlan
    readonly published: Published
  }[]
}

/** The default branch expanded, and a change proposal for each environment whose `rendered/` is not what it should be. */
export async function propose(input: ProposeInput): Promise<Proposed> {
  const merged = await readMerged(input.repository)
  const { findings, environments } = expandAll(
    { files: merged.sources, findings: [] },
    input.components,
    input.environment,
  )
  if (hasErrors(findings)) return { sources: merged.sources, findings, proposals: [] }
  const proposals = []
  for (const each of environments) proposals.push(await proposeOne(each, merged, input))
  return { sources: merged.sources, findings, proposals }
}

async function proposeOne(
  expanded: ExpandedEnvironment,
  merged: Merged,
  input: ProposeInput,
): Promise<Proposed['proposals'][number]> {
  const { repository, forge, author, now: when, version } = input
  const folder = renderedFolder(expanded.name)
  const wanted = new Map([...render(expanded.plan, version)].map(([file, text]) => [`${folder}/${file}`, text]))
  const plan = diff(readRendered(expanded.name, merged.rendered).rendered, renderedOf(expanded.plan))
  const remove = [...merged.rendered.keys()].filter((path) => path.startsWith(`${folder}/`) && !wanted.has(path))
  const draft = changeProposal(plan, repository.defaultBranch)
  const change = { write: wanted, remove }
  const published = await publishProposal({ repository, forge, draft, change, base: merged.commit, author, when })
  return { environment: expanded.name, plan, published }
}
