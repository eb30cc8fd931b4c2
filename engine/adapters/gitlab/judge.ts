import type { Judge } from '../../model/rest/refusal.ts'

/** What GitLab means where its status alone does not say it. */
export const judge: Judge = ({ status }, said) => {
  if (status === 409 && /already exists/i.test(said)) {
    return { code: 'exists', hint: 'see to the merge request that its branch already has' }
  }
  if ((status === 400 || status === 422) && /source[ _]branch.{0,300}does not exist/i.test(said)) {
    return { code: 'no-branch', hint: 'run it again: the branch is pushed anew' }
  }
  if ((status === 400 || status === 422) && /target[ _]branch.{0,300}does not exist/i.test(said)) {
    return { code: 'no-base', hint: 'see to the default branch of the project that forge.repository names' }
  }
  return undefined
}
