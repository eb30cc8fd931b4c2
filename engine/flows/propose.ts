import type { Published } from '../effects/publish.ts'
import { publishProposal } from '../effects/publish.ts'
import type { ChangePlan } from '../model/change-plan.ts'
import type { Component } from '../model/component.ts'
import type { SourceFile } from '../model/document.ts'
import { Failure } from '../model/failure.ts'
import type { Finding } from '../model/finding.ts'
import { hasErrors } from '../model/finding.ts'
import type { Forge } from '../model/forge.ts'
import type { Author, Repository } from '../model/git.ts'
import { pauseAt } from '../model/pause.ts'
import type { Plan } from '../model/plan.ts'
import type { Progress } from '../model/progress.ts'
import { toldBy } from '../model/progress.ts'
import type { Rendered } from '../model/rendered.ts'
import { madeByAnother, renderedFolder } from '../model/rendered.ts'
import { indexOf, noIndex } from '../model/rendered-index.ts'
import type { Wave } from '../model/wave.ts'
import { diff, takenOut } from '../stages/diff.ts'
import { foreignFiles, renderedOf } from '../stages/read-rendered.ts'
import { changeProposal } from '../stages/report/proposal.ts'
import { expandAll } from './expand-all.ts'
import { nextStep } from './next-step.ts'
import type { ProposalTerms } from './people.ts'
import { limitsIn, withPeople } from './people.ts'
import type { Merged } from './read-merged.ts'
import { readMerged } from './read-merged.ts'
import { renderedIn } from './rendered-in.ts'
import { lastMayGo, renderedBy, takenOutOf } from './taken-out.ts'

export interface ProposeInput {
  readonly repository: Repository
  readonly forge: Forge
  readonly components: readonly Component[]
  readonly author: Author
  readonly version: string
  /** Objects that one change may take away without a person's tick. */
  readonly removalLimit: number
  readonly terms?: ProposalTerms
  /** How often policies that stay may come to or leave a cluster without one. */
  readonly moveLimit?: number
  /** RFC 3339 UTC. */
  readonly now: string
  readonly environment?: string
  /** Proposes what this version renders where another one made `rendered/`, and nothing else; without it such an environment is left alone. */
  readonly isUpgrade?: boolean
  readonly progress?: Progress | undefined
}

/** Nothing is proposed: another version made `rendered/`, and a newer one never re-renders on its own (design section 3). */
export interface OtherVersion {
  readonly outcome: 'other-version'
  readonly made: string
}

/** Nothing is proposed as an upgrade: this version made what is merged, or nothing is. */
export interface NoUpgrade {
  readonly outcome: 'no-upgrade'
  /** Empty where nothing is merged. */
  readonly made: string
}

export interface Proposed {
  readonly sources: readonly SourceFile[]
  readonly findings: readonly Finding[]
  /** Names of the environments that there are, whichever was asked for. */
  readonly names: readonly string[]
  readonly proposals: readonly {
    readonly environment: string
    readonly plan: ChangePlan
    readonly wave: Wave
    readonly published: Published | OtherVersion | NoUpgrade
  }[]
}

/** The default branch expanded, and a change proposal for each environment whose `rendered/` is not what it should be. */
export async function propose(input: ProposeInput): Promise<Proposed> {
  const merged = await readMerged(input.repository)
  const { sources } = merged
  const { environment, components, progress } = input
  const expanded = expandAll({ files: sources, findings: [] }, components, environment, undefined, progress)
  const { names, environments } = expanded
  const findings = lastMayGo(expanded.findings, renderedBy(merged))
  if (hasErrors(findings)) return { sources, findings, names, proposals: [] }
  // To take away is no upgrade.
  const gone = input.isUpgrade === true ? [] : takenOutOf(merged, expanded, environment)
  const asked: readonly WantedEnvironment[] = [...environments, ...gone.map((name) => ({ name, plan: undefined }))]
  const proposals = []
  const words = { verb: 'proposing', nameOf: ({ name }: WantedEnvironment) => name }
  const told = toldBy(progress, asked.length, words, (each: WantedEnvironment) => proposeOne(each, merged, input))
  for (const each of asked) proposals.push(await told(each))
  return { sources, findings, names, proposals }
}

/** An environment as the sources ask for it; without a plan: they no longer do. */
interface WantedEnvironment {
  readonly name: string
  readonly plan: Plan | undefined
}

interface Step {
  readonly wave: Wave
  readonly files: ReadonlyMap<string, string>
  readonly change: ChangePlan
}

/** What is taken out goes at once: its policies leave what is stateful where it is, and its clusters may be gone already. */
function stepOf({ plan }: WantedEnvironment, before: Rendered, version: string): Step {
  if (plan === undefined) return { wave: { region: undefined, next: [] }, files: new Map(), change: takenOut(before) }
  const { wave, files, plan: next } = nextStep(before, plan, version)
  return { wave, files, change: diff(before, renderedOf(next)) }
}

async function proposeOne(
  asked: WantedEnvironment,
  merged: Merged,
  input: ProposeInput,
): Promise<Proposed['proposals'][number]> {
  const { repository, forge, author, now: when } = input
  const { name: environment, plan } = asked
  const before = renderedIn(environment, merged.rendered).rendered
  // Taking away renders nothing, whichever version made it.
  const isOther = plan !== undefined && madeByAnother(before, input.version)
  const { wave, files, change } = stepOf(asked, before, input.version)
  const folder = renderedFolder(environment)
  const write = new Map([...files].map(([file, text]) => [`${folder}/${file}`, text]))
  const remove = ownFiles(merged.rendered, folder).filter((path) => !write.has(path))
  if (isOther && input.isUpgrade !== true)
    return { environment, plan: change, wave, published: { outcome: 'other-version', made: before.version } }
  if (!isOther && input.isUpgrade === true)
    return { environment, plan: change, wave, published: { outcome: 'no-upgrade', made: before.version } }
  const notes = {
    wave,
    removalLimit: input.removalLimit,
    moveLimit: input.moveLimit ?? Number.POSITIVE_INFINITY,
    pause: plan && pauseAt(plan.environment, when),
    ...(isOther ? { from: before.version } : {}),
  }
  const base = merged.commit
  const said = changeProposal(change, repository.defaultBranch, notes)
  const draft = await withPeople(said, { write, remove }, { repository, commit: base }, input.terms)
  // Not the sources: people may push them faster than anybody looks, and a proposal is brought up to date.
  const more = { madeFrom: [folder], present: merged.rendered, ...limitsIn(input.terms) }
  const request = { repository, forge, draft, change: { write, remove }, base, author, when, ...more }
  const published = await publishProposal(request)
  return { environment, plan: change, wave, published }
}

/** Files of an output folder on the default branch. One that no index names is somebody's, and nothing is proposed over it. */
export function ownFiles(rendered: ReadonlyMap<string, string>, folder: string): readonly string[] {
  const present = [...rendered.keys()].filter((path) => path.startsWith(`${folder}/`))
  const foreign = foreignFiles(rendered, folder)
  if (foreign.length === 0) return present
  const environment = folder.slice(folder.lastIndexOf('/') + 1)
  if (renderedIn(environment, rendered).unreadable.includes(indexOf(environment))) throw noIndex(environment)
  throw new Failure('rendered/foreign-file', `${foreign.join(', ')} on the default branch is none of ours`, {
    hint: 'move it out of rendered/; Isthmus owns that folder',
  })
}
