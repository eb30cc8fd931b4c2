import type { Published } from '../../effects/publish.ts'
import { publishProposal } from '../../effects/publish.ts'
import type { Sourced } from '../../model/document.ts'
import { touched } from '../../model/git.ts'
import type { Override } from '../../model/override.ts'
import { isPast } from '../../model/way-out.ts'
import { endedProposal } from '../../stages/report/way-out-proposal.ts'
import { limitsIn, withPeople } from '../people.ts'
import type { WaysOutInput } from '../ways-out.ts'
import type { WayOutInput } from './change.ts'
import { expandWith, withRendered } from './change.ts'

/** Overrides whose day is over, each file of them taken out by a proposal of its own: until it is merged, they still enforce. */
export async function proposeEnds(
  work: WayOutInput,
  input: WaysOutInput,
): Promise<readonly { readonly file: string; readonly published: Published }[]> {
  const done: { file: string; published: Published }[] = []
  for (const [file, overrides] of endedFiles(work, input.now)) {
    const expanded = expandWith(new Map(), work, [file])
    const change = 'refused' in expanded ? expanded : withRendered(new Map(), expanded, work, [file])
    if ('refused' in change || !change.plan) continue
    const { repository, forge, author, now: when, quietDays, terms } = input
    const values = overrides.map((each) => each.value)
    const said = endedProposal({ file, overrides: values, plan: change.plan, base: repository.defaultBranch })
    const base = work.merged.commit
    const draft = await withPeople(said, change.change, { repository, commit: base }, terms)
    const request = {
      repository,
      forge,
      draft,
      change: change.change,
      base,
      author,
      when,
      quietDays,
      madeFrom: touched(change.change),
      ...limitsIn(terms),
    }
    done.push({ file, published: await publishProposal(request) })
  }
  return done
}

/** Files that hold nothing but overrides of this environment that have run out. */
function endedFiles({ expanded, report }: WayOutInput, now: string): ReadonlyMap<string, readonly Sourced<Override>[]> {
  const all = expanded.desired.overrides ?? []
  const files = new Map<string, readonly Sourced<Override>[]>()
  for (const { document } of all) {
    const inside = all.filter((each) => each.document.file === document.file)
    const isWhole = inside.length === expanded.documents.filter((each) => each.file === document.file).length
    const isOver = ({ value: { spec } }: Sourced<Override>) =>
      spec.environment === report.environment && isPast(spec.until, now)
    if (isWhole && inside.every(isOver)) files.set(document.file, inside)
  }
  return files
}
