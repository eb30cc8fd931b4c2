import type { Forge } from '../model/forge.ts'
import { forgeAt } from '../model/forge-at.ts'
import { GITHUB_QUEUE } from '../model/merge-queue.ts'
import type { PullDesk } from '../model/pull-desk.ts'
import { approvals } from './github/approvals.ts'
import { setCheckRun } from './github/check-runs.ts'
import { commentsOn, editComment, say } from './github/comments.ts'
import type { GithubOptions } from './github/desk.ts'
import { deskFor } from './github/desk.ts'
import { GITHUB } from './github/failures.ts'
import { mayWrite } from './github/people.ts'
import { pullPages, showOpen } from './github/pull-list.ts'
import { askPeople } from './github/reviewers.ts'
import { setStatus } from './github/statuses.ts'
import { createPull, patchPull, setLabels } from './github/write.ts'

/** Pull requests of a repository on GitHub or GitHub Enterprise. Nothing is loaded or sent before the first verb. */
export function githubForge(options: GithubOptions): Forge {
  return { ...forgeAt(pullDeskOf(options)), mergeQueue: GITHUB_QUEUE }
}

function pullDeskOf(options: GithubOptions): PullDesk {
  const desk = deskFor(options)
  const { place, connection } = desk
  return {
    server: GITHUB,
    limits: { body: 65_536, title: 256 },
    pulls: (query) => pullPages(desk, query),
    headRef: (number) => `refs/pull/${number}/head`,
    showOpen: (number) => showOpen(desk, number),
    create: (draft, body) => createPull(desk, draft, body),
    patch: (pull, patch) => patchPull(desk, pull, patch),
    setLabels: (pull, wanted) => setLabels(desk, pull, wanted),
    ask: ({ number }, people) => askPeople(desk, number, people),
    remarks: (number) => commentsOn(desk, number),
    say: (number, text) => say(desk, number, text),
    edit: (_, { id }, text) => editComment(desk, id, text),
    mayWrite: (person) => mayWrite(connection, place, person),
    approvals: (pull) => approvals(desk, pull),
    setCheck: (check) => (desk.app === undefined ? setStatus(desk, check) : setCheckRun(desk, desk.app, check)),
    retried: (work) => connection.retried(work),
  }
}
