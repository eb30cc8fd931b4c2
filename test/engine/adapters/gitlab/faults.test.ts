import { describe } from 'vitest'
import type { FaultSubject } from '../../model/rest/fault-cases.ts'
import { faultContract } from '../../model/rest/fault-cases.ts'
import { proposalContract } from '../../model/rest/proposal-cases.ts'
import { TOKEN } from './a-gitlab.ts'
import { gitlabSubject } from './gitlab-subject.ts'

const about: FaultSubject & { readonly say: string } = {
  name: 'gitlab',
  token: TOKEN,
  create: 'POST createMergeRequest',
  list: 'GET listMergeRequests',
  change: 'PUT updateMergeRequest',
  say: 'POST createNote',
  shown: 'POST /projects/platform%2Fdesired-state/merge_requests',
  subject: gitlabSubject,
}

describe('faults', () => faultContract(about))
describe('people and lost answers', () => proposalContract(about))
