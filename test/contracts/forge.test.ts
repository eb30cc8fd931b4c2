import { describe } from 'vitest'
import { bareRepository } from '../../engine/adapters/git/bare-repository.ts'
import { localForge } from '../../engine/adapters/local-forge.ts'
import { taskItems, tickItem } from '../../engine/model/forge.ts'
import { githubSubject } from '../engine/adapters/github/github-subject.ts'
import { fakeForge } from './fake-forge.ts'
import { forgeContract } from './forge.ts'
import { noon, person, scratchRepository, shell } from './scratch-repository.ts'

describe('fake', () => {
  forgeContract(async () => {
    const forge = fakeForge()
    return {
      forge,
      tickFirst: async (number) =>
        forge.change(number, (each) => ({
          ...each,
          body: taskItems(each.body).slice(0, 1).reduce(tickItem, each.body),
        })),
      closeByHand: async (number) => forge.change(number, (each) => ({ ...each, state: 'closed', endedAt: noon })),
    }
  })
})

describe('local', () => {
  forgeContract(async () => {
    const { remote, root } = scratchRepository()
    shell(remote, 'branch', 'isthmus/drift-gdw', 'main')
    shell(remote, 'branch', 'isthmus/change-gdw', 'main')
    const bare = bareRepository({ directory: root, origin: remote, variables: process.env })
    const forge = localForge({ bare, now: () => noon })
    return {
      forge,
      tickFirst: async (number) => {
        await forge.tick(number, '1', person)
      },
      closeByHand: async (number) => {
        await forge.close(number, person)
      },
    }
  })
})

describe('github', () => forgeContract(() => githubSubject()))
