import type { ProposalDraft } from '../../model/forge.ts'
import { isEqual } from '../../model/json.ts'
import type { Pull } from '../../model/pull.ts'
import type { PullPatch } from '../../model/pull-desk.ts'
import type { Desk } from './desk.ts'
import { labelsIn, pullOf } from './pull.ts'

const CREATE = 'POST /repos/{owner}/{repo}/pulls'
const UPDATE = 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}'
const SET_LABELS = 'PUT /repos/{owner}/{repo}/issues/{issue_number}/labels'
const NO_LABELS = 'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels'

/** Throws `github/exists` where the branch has an open one, also where the answer to a first attempt was lost. */
export async function createPull(
  { place, connection }: Desk,
  { title, branch: head, base }: ProposalDraft,
  body: string,
): Promise<Pull> {
  const { data } = await connection.request(CREATE, { owner: place.owner, repo: place.name, title, head, base, body })
  return pullOf(data, CREATE, place)
}

export async function patchPull({ place, connection }: Desk, { number }: Pull, patch: PullPatch): Promise<Pull> {
  const pull = { owner: place.owner, repo: place.name, pull_number: number }
  const { data } = await connection.request(UPDATE, { ...pull, ...patch })
  return pullOf(data, UPDATE, place)
}

/** Makes these its labels, and answers what they are now; GitHub makes those that the repository does not have. */
export async function setLabels(
  { place: { owner, name }, connection }: Desk,
  { number, labels }: Pull,
  wanted: readonly string[],
): Promise<readonly string[]> {
  if (isEqual([...labels].sort(), [...wanted].sort())) return labels
  const issue = { owner, repo: name, issue_number: number }
  if (wanted.length === 0) {
    await connection.request(NO_LABELS, issue)
    return []
  }
  const { data } = await connection.request(SET_LABELS, { ...issue, labels: wanted })
  return labelsIn(data)
}
