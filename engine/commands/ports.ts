import { readFile } from 'node:fs/promises'
import { sleep } from '../adapters/clock.ts'
import { bareRepository } from '../adapters/git/bare-repository.ts'
import type { GitRepository } from '../adapters/git.ts'
import { openRepository } from '../adapters/git.ts'
import type { LocalForge } from '../adapters/local-forge.ts'
import { localForge } from '../adapters/local-forge.ts'
import { terminalChat } from '../adapters/terminal-chat.ts'
import { webhook } from '../adapters/webhook.ts'
import type { Chat } from '../model/chat.ts'
import type { Configuration, SecretReference } from '../model/configuration.ts'
import { Failure } from '../model/failure.ts'
import type { Io } from './io.ts'

/** Opens the desired-state repository in a directory. */
export function repositoryIn(directory: string, io: Io): Promise<GitRepository> {
  return openRepository({ directory, variables: io.env })
}

/** The forge that the configuration names, over the repository's remote. */
export function forgeFor(
  directory: string,
  repository: GitRepository,
  configuration: Configuration,
  io: Io,
): LocalForge {
  const { type } = configuration.forge
  if (type !== 'local') {
    throw new Failure('forge/unsupported', `forge ${type} is not available in this version`, {
      hint: 'use forge: { type: local } in isthmus.yaml',
    })
  }
  return localForge({
    bare: bareRepository({ directory, origin: repository.origin, variables: io.env }),
    now: () => io.now(),
  })
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
