import type { Forge } from '../model/forge.ts'
import { forgeAt } from '../model/forge-at.ts'
import type { RestOptions } from '../model/rest/connection.ts'
import { restConnection } from '../model/rest/connection.ts'
import { setCheck } from './gitea/checks.ts'
import { judge } from './gitea/judge.ts'
import { setLabels } from './gitea/labels.ts'
import { approvals, ask, mayWrite } from './gitea/people.ts'
import { GITEA, placeOf } from './gitea/place.ts'
import { createPull, patchPull, pullPages, showPull } from './gitea/pulls.ts'
import { editRemark, remarksOn, say } from './gitea/remarks.ts'

export interface GiteaOptions extends Pick<RestOptions, 'token' | 'now' | 'sleep'> {
  /** Address of the server as people open it. `http:` on this machine only. */
  readonly url: string
  /** `owner/name`. */
  readonly repository: string
  /** For one attempt, with its whole answer. */
  readonly timeoutMs?: number
  /** How requests go out; Node's own where absent. */
  readonly fetch?: typeof fetch | undefined
}

/** Pull requests of a repository on Gitea or Forgejo. Nothing is sent before the first verb. */
export function giteaForge({ url, repository, timeoutMs = 30_000, token, now, sleep, ...more }: GiteaOptions): Forge {
  const { api, path } = placeOf(url, repository)
  const bounds = {
    fetch: more.fetch ?? fetch,
    timeoutMs,
    after: (milliseconds: number) => AbortSignal.timeout(milliseconds),
  }
  const connection = restConnection({ server: GITEA, api, token, now, sleep, judge, ...bounds })
  const desk = { connection, path }
  return forgeAt({
    server: GITEA,
    limits: { body: 1_000_000, title: 255 },
    pulls: (query) => pullPages(desk, query),
    headRef: (number) => `refs/pull/${number}/head`,
    showOpen: async (number) => {
      const found = await showPull(desk, number)
      return found?.state === 'open' ? found : undefined
    },
    create: (draft, body) => createPull(desk, draft, body),
    patch: (pull, patch) => patchPull(desk, pull, patch),
    setLabels: (pull, wanted) => setLabels(desk, pull, wanted),
    ask: (pull, people) => ask(desk, pull, people),
    remarks: (number) => remarksOn(desk, number),
    say: (number, text) => say(desk, number, text),
    edit: (_, remark, text) => editRemark(desk, remark, text),
    mayWrite: (person) => mayWrite(desk, person),
    approvals: (pull) => approvals(desk, pull),
    setCheck: (check) => setCheck(desk, check),
    retried: (work) => connection.retried(work),
  })
}
