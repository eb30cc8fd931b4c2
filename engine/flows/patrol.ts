import { observe } from '../effects/observe.ts'
import type { Component } from '../model/component.ts'
import type { Evidence } from '../model/evidence.ts'
import { evidenceOf } from '../model/evidence.ts'
import type { ExceptedReport } from '../model/exception.ts'
import type { Repository } from '../model/git.ts'
import type { Observation } from '../model/observation.ts'
import type { Rendered } from '../model/rendered.ts'
import { indexOf, noIndex } from '../model/rendered-index.ts'
import { topologyOfRendered } from '../model/topology/recorded.ts'
import type { Topology } from '../model/topology.ts'
import type { Expanded } from './expand-all.ts'
import { expandAll } from './expand-all.ts'
import { environmentMeant } from './patrol/environment-meant.ts'
import type { JudgeTerms } from './patrol/judge-against.ts'
import { judgeAgainst } from './patrol/judge-against.ts'
import { readMerged } from './read-merged.ts'
import { renderedIn } from './rendered-in.ts'

export interface PatrolInput extends JudgeTerms {
  readonly repository: Repository
  readonly components: readonly Component[]
  /** Undefined: the only one that is merged. */
  readonly environment: string | undefined
  /** RFC 3339 UTC. */
  readonly now: string
}

/** A report, and by what the end of a drift is explained. */
export interface Look {
  readonly report: ExceptedReport
  readonly evidence: Evidence
  /** What was merged, to be drawn. */
  readonly topology: Topology
  /** What it was made of. */
  readonly observation: Observation
}

/** What is needed to judge any look at an environment: what was merged, once read. */
export interface MergedEnvironment {
  readonly environment: string
  readonly commit: string
  readonly rendered: Rendered
  /** The sources of the same commit. */
  readonly expanded: Expanded
  /** `rendered/` of all environments, by path from the repository root. */
  readonly files: ReadonlyMap<string, string>
  readonly judge: (observation: Observation) => Promise<ExceptedReport>
}

/** Observes an environment once and judges it against what was merged. */
export async function patrol(input: PatrolInput): Promise<ExceptedReport> {
  return (await look(input)).report
}

/** The same, with all that the report was made of. */
export async function look(input: PatrolInput): Promise<Look> {
  const { commit, rendered, judge } = await preparePatrol(input)
  const observation = await observe(input.source, rendered, input.now)
  return {
    report: await judge(observation),
    evidence: evidenceOf(commit, rendered, observation),
    topology: topologyOfRendered(rendered),
    observation,
  }
}

/** Reads once what every look at the environment is judged against. Throws a Failure where nothing of it is merged, or where it is not said which one is meant. */
export async function preparePatrol(input: PatrolInput): Promise<MergedEnvironment> {
  const { components, now } = input
  const { commit, rendered: files, ...merged } = await readMerged(input.repository)
  const environment = environmentMeant(input.environment, merged.environments)
  const { rendered, unreadable } = renderedIn(environment, files)
  if (unreadable.includes(indexOf(environment))) throw noIndex(environment)
  const expanded = expandAll({ files: merged.sources, findings: [] }, components, environment, now)
  const broken = unreadable.map((path) => ({ path, text: files.get(path) ?? '' }))
  const judge = judgeAgainst({ environment, rendered, unreadable: broken, expanded }, input)
  return { environment, commit, rendered, expanded, files, judge }
}
