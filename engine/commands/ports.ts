import { readFile } from 'node:fs/promises'
import { sleep } from '../adapters/clock.ts'
import { bareRepository } from '../adapters/git/bare-repository.ts'
import type { GitRepository } from '../adapters/git.ts'
import { openRepository } from '../adapters/git.ts'
import { githubForge } from '../adapters/github.ts'
import type { LocalForge } from '../adapters/local-forge.ts'
import { localForge } from '../adapters/local-forge.ts'
import { terminalChat } from '../adapters/terminal-chat.ts'
import { webhook } from '../adapters/webhook.ts'
import type { Chat } from '../model/chat.ts'
import type { Configuration, SecretReference } from '../model/configuration.ts'
import { Failure } from '../model/failure.ts'
import type { Forge } from '../model/forge.ts'
import type { Io } from './io.ts'

/** Opens the desired-state repository in a directory. */
export function repositoryIn(directory: string, io: Io): Promise<GitRepository> {
  return openRepository({ directory, variables: io.env })
}

/** The forge that the configuration names. Nothing is sent, and no secret read, before its first verb. */
export function forgeFor(directory: string, repository: GitRepository, configuration: Configuration, io: Io): Forge {
  const { type, url, repository: name, token } = configuration.forge
  if (type === 'local') return localForgeFor(directory, repository, io)
  if (type !== 'github') {
    throw new Failure('forge/unsupported', `forge ${type} is not available in this version`, {
      hint: 'use type: local or type: github under forge in isthmus.yaml',
    })
  }
  if (name === undefined || token === undefined) {
    throw new Failure('forge/incomplete', `forge github has no ${name === undefined ? 'repository' : 'token'}`, {
      hint: 'write forge: { type: github, repository: owner/name, token: { env: NAME } } in isthmus.yaml',
    })
  }
  const address = url === undefined ? {} : { url }
  return githubForge({
    ...address,
    repository: name,
    token: () => secretOf(token, io),
    now: () => io.now(),
    sleep,
  })
}

/** The forge of folders beside the repository's remote, on which this program also plays the people. */
export function localForgeFor(directory: string, repository: GitRepository, io: Io): LocalForge {
  return localForge({
    bare: bareRepository({ directory, origin: repository.origin, variables: io.env }),
    now: () => io.now(),
  })
}

/** What is done with the files of the local forge cannot be done elsewhere. */
export function isLocal(forge: Forge): forge is LocalForge {
  return forge.name === 'local'
}

/** The chats of the configuration, each with its secrets resolved. */
export async function chatsFor(configuration: Configuration, io: Io): Promise<readonly Chat[]> {
  return await Promise.all(configuration.chats.map((chat) => chatFor(chat, io)))
}

async function chatFor(chat: Configuration['chats'][number], io: Io): Promise<Chat> {
  const name = chat.name ?? chat.type
  if (chat.type === 'terminal') return terminalChat({ name, write: (text) => io.err(text), colour: io.isTerminal })
  if (chat.type !== 'webhook') {
    throw new Failure('chat/unsupported', `chat ${chat.type} is not available in this version`, {
      hint: 'use type: terminal or type: webhook in isthmus.yaml',
    })
  }
  if (chat.url === undefined) {
    throw new Failure('chat/no-url', `chat ${name} has no url`, {
      hint: 'add url: https://… or url: { env: NAME } to it in isthmus.yaml',
    })
  }
  const url = typeof chat.url === 'string' ? chat.url : await secretOf(chat.url, io)
  const secret = chat.secret === undefined ? {} : { secret: await secretOf(chat.secret, io) }
  return webhook({ name, url, ...secret, now: () => io.now(), sleep })
}

/** The value behind a reference; messages name the reference, never the value. */
export async function secretOf(reference: SecretReference, io: Io): Promise<string> {
  const { env, file } = reference
  if (env !== undefined) {
    const value = io.env[env]
    if (value === undefined || value === '') {
      throw new Failure('secret/missing', `the environment variable ${env} is not set`, {
        hint: 'set it, or change the reference in isthmus.yaml',
      })
    }
    return value
  }
  try {
    return (await readFile(file ?? '', 'utf8')).trim()
  } catch (cause) {
    throw new Failure('secret/missing', `the secret file ${file ?? ''} cannot be read`, {
      hint: 'mount it, or change the reference in isthmus.yaml',
      cause,
    })
  }
}
