import { Failure } from '../../model/failure.ts'
import type { Author, Change } from '../../model/git.ts'
import { checkPath, cleanAuthor } from './names.ts'
import type { GitPlace } from './run.ts'
import { git } from './run.ts'
import type { GitSettings } from './variables.ts'

export interface CommitDraft {
  /** Commit that it stands on; undefined for the first of an orphan branch. */
  readonly parent: string | undefined
  readonly change: Change
  readonly message: string
  readonly author: Author
  /** RFC 3339 UTC. */
  readonly when: string
}

/**
 * Stores a commit without a working tree, an index or a branch, and gives its id; equal drafts give equal ids.
 * `git fast-import` takes all files in one process, byte for byte, and replaces a link that stands in a file's way
 * instead of following it.
 */
export async function storeCommit(place: GitPlace, draft: CommitDraft): Promise<string> {
  const marked = place.marks?.signOff === true ? { ...draft, message: signedOff(draft) } : draft
  const printed = await git(place, ['fast-import', '--quiet', '--done', '--force'], { input: streamOf(marked) })
  const commit = printed.trim()
  return place.marks?.sshKey === undefined ? commit : await signed(place, commit, marked, place.marks.sshKey)
}

/** Developer Certificate of Origin: the author's own name and address, as a trailer. */
function signedOff({ message, author }: CommitDraft): string {
  const { name, email } = cleanAuthor(author)
  return `${message.trimEnd()}\n\nSigned-off-by: ${name} <${email}>\n`
}

/** fast-import cannot sign: the same commit again, by Git's own signing. */
async function signed(place: GitPlace, commit: string, draft: CommitDraft, key: string): Promise<string> {
  const { name, email } = cleanAuthor(draft.author)
  const settings: GitSettings = [...(place.settings ?? []), ['gpg.format', 'ssh'], ['user.signingKey', key]]
  const variables = {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: draft.when,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: draft.when,
  }
  const parent = draft.parent === undefined ? [] : ['-p', draft.parent]
  const message = draft.message.endsWith('\n') ? draft.message : `${draft.message}\n`
  const args = ['commit-tree', '-S', ...parent, `${commit}^{tree}`]
  return (await git({ ...place, settings }, args, { input: message, variables })).trim()
}

/** The branch that fast-import insists on is reset before the stream ends, so it is never written. */
const SCRATCH = 'refs/isthmus/scratch'

function streamOf(draft: CommitDraft): string {
  const who = signatureOf(draft.author, draft.when)
  const removed = draft.change.remove.map((path) => `D ${quoted(path)}`)
  const written = [...draft.change.write].map(([path, text]) => `M 100644 inline ${quoted(path)}\n${data(text)}`)
  return [
    `reset ${SCRATCH}`,
    `commit ${SCRATCH}`,
    'mark :1',
    `author ${who}`,
    `committer ${who}`,
    data(draft.message.endsWith('\n') ? draft.message : `${draft.message}\n`),
    ...(draft.parent === undefined ? [] : [`from ${draft.parent}`]),
    ...removed,
    ...written,
    '',
    'get-mark :1',
    `reset ${SCRATCH}`,
    '',
    'done',
    '',
  ].join('\n')
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`
}

function quoted(path: string): string {
  checkPath(path)
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}

function signatureOf(author: Author, when: string): string {
  const { name, email } = cleanAuthor(author)
  const seconds = Math.floor(Date.parse(when) / 1000)
  if (Number.isFinite(seconds) && seconds >= 0) return `${name} <${email}> ${seconds} +0000`
  throw new Failure('git/bad-date', `${JSON.stringify(when)} is no time for a commit`, {
    hint: 'Use RFC 3339, such as 2026-01-31T12:00:00Z.',
  })
}
