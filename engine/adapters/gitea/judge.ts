import type { Judge } from '../../model/rest/refusal.ts'

/** What Gitea means where its status alone does not say it. */
export const judge: Judge = ({ status }, said) => {
  if (status === 409 && /already exists/i.test(said)) {
    return { code: 'exists', hint: 'see to the pull request that its branch already has' }
  }
  if (status === 412 || (status === 422 && /already merged/i.test(said))) {
    return { code: 'merged', hint: 'the pull request was merged meanwhile: run it again', retry: false }
  }
  if (status === 422 && /no changes between/i.test(said)) {
    return { code: 'no-commits', hint: 'the base already holds the change: run it again' }
  }
  if (status === 423) return { code: 'archived', hint: 'the repository is archived: somebody has to open it again' }
  return undefined
}
