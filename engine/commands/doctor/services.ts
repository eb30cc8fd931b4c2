import { addressProbe } from '../../adapters/address-probe.ts'
import { forgeProbe } from '../../adapters/forge-probe.ts'
import { chatSubject, forgeSubject } from '../../flows/doctor/others.ts'
import type { Subject } from '../../flows/doctor.ts'
import type { Configuration } from '../../model/configuration.ts'
import { Failure } from '../../model/failure.ts'
import type { Repository } from '../../model/git.ts'
import type { Io } from '../io.ts'
import { fetchFor } from '../ports/network.ts'
import { secretOf } from '../ports/secret.ts'

export function forgeSubjects(
  configuration: Configuration,
  open: () => Promise<Repository>,
  directory: string,
  io: Io,
): readonly Subject[] {
  const { type, url, repository, token, app, checks } = configuration.forge
  const name = `${type}${repository === undefined ? '' : ` ${repository}`}`
  if (type === 'local') {
    const sentence = 'the local forge has no rules: whoever may write its folder may merge'
    return [
      { thing: 'forge', name, examine: async (examiner) => [examiner.skipped('forge/branch-protection', sentence)] },
    ]
  }
  if (app !== undefined) {
    const sentence =
      'a GitHub App has the rights of its installation; what it may and how the branch is protected is seen there'
    return [{ thing: 'forge', name, examine: async (examiner) => [examiner.skipped('forge/rights', sentence)] }]
  }
  const probe = async () => {
    if (repository === undefined || token === undefined) throw incomplete(type)
    return forgeProbe({
      type,
      url,
      repository,
      token: await secretOf(token, io),
      now: () => io.now(),
      fetch: fetchFor(configuration, directory, io),
    })
  }
  return [
    forgeSubject(name, probe, async () => (await open()).defaultBranch, checks, configuration.propose === 'in-place'),
  ]
}

export function chatSubjects(configuration: Configuration, directory: string, io: Io): readonly Subject[] {
  return configuration.chats.flatMap((chat): readonly Subject[] => {
    const { type, name = type, url, secret, token } = chat
    if (type === 'terminal') return []
    if (url === undefined && token !== undefined) {
      const sentence = 'it is spoken to as a bot, which cannot be asked without a message'
      const examine: Subject['examine'] = async (examiner) => [examiner.skipped('chat/reached', sentence)]
      return [{ thing: 'chat', name, examine }]
    }
    const open = async () => {
      if (url === undefined) throw noAddress(name)
      if (secret !== undefined) await secretOf(secret, io)
      return addressProbe({
        url: typeof url === 'string' ? url : await secretOf(url, io),
        now: () => io.now(),
        fetch: fetchFor(configuration, directory, io),
      })
    }
    return [chatSubject(name, open)]
  })
}

function incomplete(type: string): Failure {
  return new Failure('forge/incomplete', `the forge ${type} has no repository or no token`, {
    hint: `write forge: { type: ${type}, repository: owner/name, token: { env: NAME } } in isthmus.yaml`,
  })
}

function noAddress(name: string): Failure {
  return new Failure('chat/no-url', `chat ${name} has no url`, {
    hint: 'add url: https://… or url: { env: NAME } to it in isthmus.yaml',
  })
}
