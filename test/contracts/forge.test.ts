import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from 'vitest'
import { bareRepository } from '../../engine/adapters/git/bare-repository.ts'
import { localForge } from '../../engine/adapters/local-forge.ts'
import { taskItems, tickItem } from '../../engine/model/forge.ts'
import { giteaSubject } from '../engine/adapters/gitea/gitea-subject.ts'
import { githubSubject } from '../engine/adapters/github/github-subject.ts'
import { gitlabSubject } from '../engine/adapters/gitlab/gitlab-subject.ts'
import { fakeForge } from './fake-forge.ts'
import { forgeContract } from './forge.ts'
import { noon, person, scratchRepository, shell } from './scratch-repository.ts'

describe('fake', () => {
  forgeContract(async () => {
    const forge = fakeForge({ outsiders: ['mallory'] })
    const commit = '0123456789'.repeat(4)
    return {
      forge,
      tickFirst: async (number) => forge.change(number, (each) => ({ ...each, body: firstTicked(each.body) })),
      closeByHand: async (number) => forge.change(number, (each) => ({ ...each, state: 'closed', endedAt: noon })),
      reopenByHand: async (number) => forge.change(number, ({ endedAt: _, ...each }) => ({ ...each, state: 'open' })),
      people: { writer: 'ada', outsider: 'mallory' },
      comment: async (number, by, text) => forge.say(number, by, text),
      openPull: async (branch, isFork) =>
        forge.open({ author: 'ada', title: 'By hand', head: { branch, commit }, base: 'main', isFork }),
      checksOn: async () => forge.checks,
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
        const path = join(forge.folder, `${number}.json`)
        const pull = JSON.parse(readFileSync(path, 'utf8')) as { readonly body: string }
        writeFileSync(path, JSON.stringify({ ...pull, body: firstTicked(pull.body) }))
      },
      closeByHand: async (number) => {
        await forge.close(number, person)
      },
      reopenByHand: async (number) => {
        const path = join(forge.folder, `${number}.json`)
        const { closed: _, ...pull } = JSON.parse(readFileSync(path, 'utf8')) as { readonly closed?: unknown }
        writeFileSync(path, JSON.stringify({ ...pull, state: 'open' }))
      },
      people: { writer: person.name },
      comment: async (number, name, text) => {
        await forge.comment(number, text, { name, email: 'x@example.com' })
      },
      openPull: async (branch) => (await forge.open(branch, 'main', 'By hand', person)).number,
      checksOn: (commit) => forge.checksOn(commit),
    }
  })
})

function firstTicked(body: string): string {
  return taskItems(body).slice(0, 1).reduce(tickItem, body)
}

describe('github', () => forgeContract(() => githubSubject()))
describe('gitea', () => forgeContract(() => giteaSubject()))
describe('gitlab', () => forgeContract(() => gitlabSubject()))
