import { sleep } from '../adapters/clock.ts'
import type { GitRepository } from '../adapters/git.ts'
import { openRepository } from '../adapters/git.ts'
import { terminalChat } from '../adapters/terminal-chat.ts'
import { webhook } from '../adapters/webhook.ts'
import type { Chat } from '../model/chat.ts'
import type { Configuration } from '../model/configuration.ts'
import { Failure } from '../model/failure.ts'
import type { Io } from './io.ts'
import { secretOf } from './ports/secret.ts'

/** Opens the desired-state repository in a directory. */
export function repositoryIn(directory: string, io: Io): Promise<GitRepository> {
  return openRepository({ directory, variables: io.env })
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
