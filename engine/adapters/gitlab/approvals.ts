import { listAt, textAt } from '../../model/json.ts'
import type { Pull } from '../../model/pull.ts'
import { utcOf } from '../../model/utc.ts'
import { untrusted } from './client.ts'
import { allNotes } from './notes.ts'
import type { Desk } from './place.ts'

/**
 * Those whose approval came after the head was pushed. GitLab keeps older ones unless the project says otherwise, and tells
 * when somebody approved in a note of its own.
 */
export async function approvals(desk: Desk, { number, commit }: Pull): Promise<readonly string[]> {
  const resources = await desk.resources()
  const answer = untrusted(await resources.approvals.showConfiguration(desk.project, { mergerequestIId: number }))
  const approving = listAt(answer, 'approved_by').flatMap((each) => textAt(each, 'user', 'username') ?? [])
  if (approving.length === 0) return []
  const versions = untrusted(await resources.mergeRequests.allDiffVersions(desk.project, number))
  const newest = Array.isArray(versions) ? versions[0] : undefined
  const pushed = utcOf(textAt(newest, 'created_at'))
  if (pushed === undefined || textAt(newest, 'head_commit_sha') !== commit) return []
  const times = new Map<string, string>()
  for (const note of await allNotes(desk, number)) {
    const [by, when] = [textAt(note, 'author', 'username'), utcOf(textAt(note, 'created_at'))]
    const isApproval = textAt(note, 'body')?.startsWith('approved this merge request') === true
    if (isApproval && by !== undefined && when !== undefined && isSystem(note)) times.set(by, when)
  }
  return approving.filter((each) => Date.parse(times.get(each) ?? '') >= Date.parse(pushed))
}

/** Anybody may write the words. */
function isSystem(note: unknown): boolean {
  return (note as { readonly system?: unknown }).system === true
}
