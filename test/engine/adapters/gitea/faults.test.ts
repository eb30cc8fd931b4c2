import { describe } from 'vitest'
import type { FaultSubject } from '../../model/rest/fault-cases.ts'
import { faultContract } from '../../model/rest/fault-cases.ts'
import { proposalContract } from '../../model/rest/proposal-cases.ts'
import { TOKEN } from './a-gitea.ts'
import { giteaSubject } from './gitea-subject.ts'

const about: FaultSubject & { readonly say: string } = {
  name: 'gitea',
  token: TOKEN,
  create: 'POST repoCreatePullRequest',
  list: 'GET repoListPullRequests',
  change: 'PATCH repoEditPullRequest',
  say: 'POST issueCreateComment',
  shown: 'POST /repos/platform/desired-state/pulls',
  subject: giteaSubject,
}

describe('faults', () => faultContract(about))
describe('people and lost answers', () => proposalContract(about))
