import type { Forge } from '../model/forge.ts'
import type { Repository } from '../model/git.ts'
import { inPool } from '../model/in-pool.ts'
import type { MergeGroup } from '../model/merge-queue.ts'

const AT_ONCE = 8

/**
 * What the forge's merge queue is about to merge into the default branch; nothing where the forge has none. Each commit of it takes
 * checks of its own. A commit that is also the head of a pull request is left to that one: whoever names a branch like the queue's must
 * not speak for it.
 */
export async function mergeGroups(
  { repository, forge }: { readonly repository: Repository; readonly forge: Pick<Forge, 'mergeQueue'> },
  heads: ReadonlySet<string>,
): Promise<readonly MergeGroup[]> {
  const { mergeQueue } = forge
  if (mergeQueue === undefined) return []
  const found = [...(await repository.heads(mergeQueue.prefix))].flatMap(([branch, commit]) => {
    const queued = mergeQueue.read(branch)
    const isTaken = queued?.base !== repository.defaultBranch || heads.has(commit)
    return queued === undefined || isTaken ? [] : [{ pull: queued.pull, commit }]
  })
  return await inPool(found, AT_ONCE, async ({ commit }) => {
    const inside = await inPool(
      found,
      1,
      async (each) => (await repository.mergeBase(each.commit, commit)) === each.commit,
    )
    const pulls = found.flatMap((each, i) => (inside[i] ? [each.pull] : []))
    return { commit, pulls: [...new Set(pulls)].sort((one, other) => one - other) }
  })
}
