import type { Repository } from '../../model/git.ts'

/** What a branch has changed in `rendered/` since it left: the text of each file, undefined for one that goes. */
export type Step = ReadonlyMap<string, string | undefined>

// Between two commits nothing changes any more: an open pull request is asked about at each look, and costs Git nothing then.
const STEPS = new WeakMap<Repository, ReadonlyMap<string, Step>>()
/** Characters of a step that is kept until the next look, and of all of them: whoever opens a thousand pull requests is read again instead. */
const KEPT = 2 ** 20
const KEPT_TOGETHER = 16 * KEPT

export interface Steps {
  of(head: string): Promise<Step>
  /** Keeps those that were asked for, and forgets all others. */
  keep(): void
}

/** Steps from the tip of the default branch, read from Git where the look before did not. */
export function stepsFrom(tip: string, repository: Repository): Steps {
  const known = STEPS.get(repository)
  const asked = new Map<string, Step>()
  let left = KEPT_TOGETHER
  return {
    of: async (head) => {
      const key = `${tip} ${head}`
      const step = known?.get(key) ?? (await stepOf(head, tip, repository))
      const size = charactersIn(step)
      if (size > Math.min(KEPT, left)) return step
      left -= size
      asked.set(key, step)
      return step
    },
    keep: () => void STEPS.set(repository, asked),
  }
}

async function stepOf(head: string, tip: string, repository: Repository): Promise<Step> {
  const left = (await repository.mergeBase(tip, head)) ?? tip
  return await repository.changedFiles(left, head, 'rendered')
}

function charactersIn(step: Step): number {
  let sum = 0
  for (const [path, text = ''] of step) sum += path.length + text.length
  return sum
}
