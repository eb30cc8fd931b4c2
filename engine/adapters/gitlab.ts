import type { Forge } from '../model/forge.ts'
import { forgeAt } from '../model/forge-at.ts'
import type { RestOptions } from '../model/rest/connection.ts'
import { restConnection } from '../model/rest/connection.ts'
import { approvals } from './gitlab/approvals.ts'
import { setCheck } from './gitlab/checks.ts'
import { resourcesOf } from './gitlab/client.ts'
import { judge } from './gitlab/judge.ts'
import { editNote, notesOn, say } from './gitlab/notes.ts'
import { ask, mayWrite } from './gitlab/people.ts'
import { placeOf } from './gitlab/place.ts'
import { createPull, patchPull, pullPages, setLabels, showPull } from './gitlab/pulls.ts'
import { GITLAB } from './gitlab/server.ts'

export interface GitlabOptions extends Pick<RestOptions, 'token' | 'now' | 'sleep'> {
  /** Address of the server as people open it. `http:` on this machine only. */
  readonly url: string
  /** `group/project`, with every group above it. */
  readonly repository: string
  /** For one attempt, with its whole answer. */
  readonly timeoutMs?: number
  /** How requests go out; Node's own where absent. */
  readonly fetch?: typeof fetch | undefined
}

/** Merge requests of a project on GitLab. Nothing is loaded or sent before the first verb. */
export function gitlabForge({ url, repository, timeoutMs = 30_000, token, now, sleep, ...more }: GitlabOptions): Forge {
  const { api, project } = placeOf(url, repository)
  const bounds = {
    fetch: more.fetch ?? fetch,
    timeoutMs,
    after: (milliseconds: number) => AbortSignal.timeout(milliseconds),
  }
  const connection = restConnection({ server: GITLAB, api, token, now, sleep, judge, ...bounds })
  const desk = {
    project,
    resources: resourcesOf((request) => connection.request(request)),
    once: resourcesOf((request) => connection.once(request)),
  }
  return forgeAt({
    server: GITLAB,
    limits: { body: 1_000_000, title: 255 },
    pulls: (query) => pullPages(desk, query),
    headRef: (number) => `refs/merge-requests/${number}/head`,
    showOpen: async (number) => {
      const found = await showPull(desk, number)
      return found?.state === 'open' ? found : undefined
    },
    create: (draft, body) => createPull(desk, draft, body),
    patch: (pull, patch) => patchPull(desk, pull, patch),
    setLabels: (pull, wanted) => setLabels(desk, pull, wanted),
    ask: (pull, people) => ask(desk, pull, people),
    remarks: (number) => notesOn(desk, number),
    say: (number, text) => say(desk, number, text),
    edit: (number, remark, text) => editNote(desk, number, remark, text),
    mayWrite: (person) => mayWrite(desk, person),
    approvals: (pull) => approvals(desk, pull),
    setCheck: (check) => setCheck(desk, check),
    retried: (work) => connection.retried(work),
  })
}
