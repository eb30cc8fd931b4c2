import { historyOn } from '../effects/history.ts'
import type { PatrolInput } from '../flows/patrol.ts'
import type { Author, Repository } from '../model/git.ts'

/** What the history branch knows of earlier looks. */
export function memoryOf(repository: Repository, author: Author): PatrolInput['memory'] {
  return async (environment) => {
    const { open, sighted, lastSeen, flips } = await historyOn(repository, environment, author).read()
    const known = [...[...sighted.values()].map((each) => each.drift), ...open.values()]
    return { lastSeen, flips, firstSeen: new Map(known.map((each) => [each.fingerprint, each.firstSeen])) }
  }
}
