import { alertmanager } from '../../adapters/alertmanager.ts'
import { sleep } from '../../adapters/clock.ts'
import { heartbeat } from '../../adapters/heartbeat.ts'
import { httpClient } from '../../adapters/http.ts'
import { mattermostWebhook } from '../../adapters/mattermost/webhook.ts'
import { mattermost } from '../../adapters/mattermost.ts'
import { slackWebhook } from '../../adapters/slack/webhook.ts'
import { slack } from '../../adapters/slack.ts'
import { teams } from '../../adapters/teams.ts'
import { terminalChat } from '../../adapters/terminal-chat.ts'
import { webhook } from '../../adapters/webhook.ts'
import type { Alert, Chat, ChatRoute } from '../../model/chat.ts'
import type { Configuration, SecretReference } from '../../model/configuration.ts'
import type { Line } from '../../model/exchange.ts'
import { Failure } from '../../model/failure.ts'
import type { Heartbeat, Pulse } from '../../model/heartbeat.ts'
import type { Io } from '../io.ts'
import { onNetwork } from './network.ts'
import { secretOf } from './secret.ts'

type Settings = Configuration['chats'][number]

/**
 * The chats of the configuration, each with its rules. Secrets are read with every message, since a mounted one is renewed under
 * way: a chat whose secret or settings are missing blocks neither the others nor a proposal, and gets it all later.
 */
export function chatsFor(configuration: Configuration, directory: string, io: Io): readonly Chat[] {
  const outside = onNetwork(configuration, directory, io)
  return configuration.chats.map((settings) => {
    const open = () => KINDS[settings.type](settings, outside)
    return {
      name: nameOf(settings),
      route: routeOf(settings),
      send: async (alert, thread) => await (await open()).send(alert, thread),
      ...(FORGETFUL.includes(settings.type)
        ? { showAll: async (alerts: readonly Alert[]) => await (await open()).showAll?.(alerts) }
        : {}),
    }
  })
}

/** Who is told after each look that somebody looked; nobody where none is configured. */
export function pulseFor(configuration: Configuration, directory: string, io: Io): Pulse {
  const { heartbeat: settings, chats } = configuration
  if (!settings) return {}
  const { url, method, chat, everyHours } = settings
  const line = lineOf(onNetwork(configuration, directory, io))
  const isThere = chat === undefined || chats.some((each) => nameOf(each) === chat)
  const lost = incomplete(`the heartbeat goes to a chat ${chat} that is not there`, 'name one of the chats')
  const beat: Heartbeat['beat'] = async (sign) => {
    if (url === undefined) throw lost
    await heartbeat({ url: await textOf(url, io), method, ...line }).beat(sign)
  }
  return {
    ...(url === undefined && isThere ? {} : { heartbeat: { name: 'heartbeat', beat } }),
    ...(chat === undefined ? {} : { chat: { name: chat, everyHours } }),
  }
}

/** Places that are shown all that is open with each look. */
const FORGETFUL: readonly Settings['type'][] = ['alertmanager']

/** One more kind of chat is one more line here. */
const KINDS: Readonly<Record<Settings['type'], (settings: Settings, io: Io) => Promise<Chat>>> = {
  terminal: async (settings, io) =>
    terminalChat({ name: nameOf(settings), write: (text) => io.err(text), colour: io.isTerminal }),
  webhook: async (settings, io) =>
    webhook({ ...(await reached(settings, io)), ...(await optional('secret', settings.secret, io)) }),
  slack: async (settings, io) =>
    settings.token === undefined
      ? slackWebhook(await reached(settings, io))
      : slack({ ...(await spoken(settings, io)), ...(await optional('url', settings.url, io)) }),
  teams: async (settings, io) => teams(await reached(settings, io)),
  mattermost: async (settings, io) =>
    settings.token === undefined
      ? mattermostWebhook(await reached(settings, io))
      : mattermost({ ...(await spoken(settings, io)), ...(await reached(settings, io)) }),
  alertmanager: async (settings, io) => {
    const { expireMinutes } = settings
    const expiry = expireMinutes === undefined ? {} : { expireMinutes }
    return alertmanager({
      ...(await reached(settings, io)),
      ...(await optional('token', settings.token, io)),
      ...expiry,
    })
  },
}

function nameOf({ name, type }: Settings): string {
  return name ?? type
}

function lineOf(io: Io): Line {
  return { http: httpClient({ fetch: io.fetch }), sleep, now: () => io.now() }
}

/** What has an address. */
async function reached(settings: Settings, io: Io): Promise<Line & { readonly name: string; readonly url: string }> {
  const name = nameOf(settings)
  if (settings.url === undefined) {
    throw incomplete(`chat ${name} has no url`, 'add url: { env: NAME } to it in isthmus.yaml')
  }
  return { name, url: await textOf(settings.url, io), ...lineOf(io) }
}

/** What is spoken to as a bot, in a channel. */
async function spoken(
  settings: Settings,
  io: Io,
): Promise<Line & { readonly name: string; readonly token: string; readonly channel: string }> {
  const { token, channel } = settings
  const name = nameOf(settings)
  if (token === undefined || channel === undefined) {
    throw incomplete(`chat ${name} has no channel`, 'add channel: ID to it in isthmus.yaml')
  }
  return { name, token: await secretOf(token, io), channel, ...lineOf(io) }
}

async function optional<K extends string>(
  key: K,
  value: string | SecretReference | undefined,
  io: Io,
): Promise<{ readonly [key in K]?: string }> {
  return (value === undefined ? {} : { [key]: await textOf(value, io) }) as { readonly [key in K]?: string }
}

async function textOf(value: string | SecretReference, io: Io): Promise<string> {
  return typeof value === 'string' ? value : await secretOf(value, io)
}

function routeOf(settings: Settings): ChatRoute {
  const { minimumSeverity, environments, events, quietHours, digestMinutes, escalate } = settings
  return {
    ...(minimumSeverity ? { minimumSeverity } : {}),
    ...(environments ? { environments } : {}),
    ...(events ? { events } : {}),
    ...(quietHours ? { quietHours } : {}),
    ...(digestMinutes === undefined ? {} : { digestMinutes }),
    ...(escalate ? { escalate } : {}),
  }
}

function incomplete(what: string, hint: string): Failure {
  return new Failure('chat/incomplete', what, { hint })
}
