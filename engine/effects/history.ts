import { atHand } from '../model/at-hand.ts'
import type { Author, Repository } from '../model/git.ts'
import type { HistoryEvent } from '../model/history.ts'
import { formatEvent, HISTORY_BRANCH, historyFile, parseHistory } from '../model/history.ts'
import type { History } from '../model/history-state.ts'
import { foldHistory } from '../model/history-state.ts'

/** The history of an environment on its orphan branch: deleting a proposal, its branch or a report loses nothing. */
export function historyOn(repository: Repository, environment: string, author: Author): History {
  const file = historyFile(environment)
  return {
    read: async () => foldHistory(await readEvents(repository, environment)),
    async append(decide, when) {
      let appended: readonly HistoryEvent[] = []
      const edit = (text: string) => {
        const { events } = parseHistory(text)
        const known = new Set(events.map((each) => each.id))
        appended = decide(foldHistory(events)).filter((each) => !known.has(each.id))
        if (appended.length === 0) return text
        // A line that was cut short must not swallow the next one.
        const before = text === '' || text.endsWith('\n') ? text : `${text}\n`
        // Only what is committed can be left out: the branch's past has it.
        return atHand(before, when) + appended.map(formatEvent).join('')
      }
      const message = `Record what was seen in ${environment}`
      await repository.appendOrphan({ branch: HISTORY_BRANCH, file, edit, message, author, when })
      return appended
    },
  }
}

/** What is at hand of an environment, in the order it was written; what was left out is not read. */
export async function readEvents(repository: Repository, environment: string): Promise<readonly HistoryEvent[]> {
  const file = historyFile(environment)
  const tip = await repository.resolve(HISTORY_BRANCH)
  const text = tip === undefined ? undefined : (await repository.readTree(tip, file)).get(file)
  return parseHistory(text ?? '').events
}
