import { rmSync } from 'node:fs'
import { describe } from 'vitest'
import { openRepository } from '../../engine/adapters/git.ts'
import { fakeRepository } from './fake-repository.ts'
import { repositoryContract } from './repository.ts'
import { commit, person, scratchLocal, scratchRepository, shell } from './scratch-repository.ts'

const variables = process.env

describe('fake', () => {
  repositoryContract(async () => {
    const repository = fakeRepository()
    return { repository, personCommits: async (branch, files) => repository.commitAs(person, branch, files) }
  })
})

describe('Git with a remote', () => {
  repositoryContract(async () => {
    const { remote, root, work } = scratchRepository()
    const elsewhere = `${root}/elsewhere`
    return {
      repository: await openRepository({ directory: work, variables }),
      personCommits: async (branch, files) => {
        shell(root, 'clone', '-q', remote, elsewhere)
        const isThere = shell(elsewhere, 'branch', '-r', '--list', `origin/${branch}`) !== ''
        shell(elsewhere, 'checkout', '-q', '-B', branch, isThere ? `origin/${branch}` : 'origin/main')
        commit(elsewhere, files)
        shell(elsewhere, 'push', '-q', 'origin', branch)
        rmSync(elsewhere, { recursive: true, force: true })
      },
    }
  })
})

describe('Git without a remote', () => {
  repositoryContract(async () => {
    const work = scratchLocal()
    return {
      repository: await openRepository({ directory: work, variables }),
      personCommits: async (branch, files) => {
        const isThere = shell(work, 'branch', '--list', branch) !== ''
        shell(work, 'checkout', '-q', ...(isThere ? [branch] : ['-b', branch]))
        commit(work, files)
        shell(work, 'checkout', '-q', 'main')
      },
    }
  })
})
