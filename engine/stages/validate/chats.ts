import type { Configuration } from '../../model/configuration.ts'
import type { LoadedDocument } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { isTimeZone } from '../../model/quiet-hours.ts'
import { suggestion } from '../../model/suggest.ts'
import { lacks } from './lacks.ts'

type Chats = Configuration['chats']
type ChatSettings = Chats[number]

/** What the schema cannot say of chats: which keys go together, and whether names and time zones are known. */
export function checkChats(document: LoadedDocument, chats: Chats): readonly Finding[] {
  return chats.flatMap((chat, i) => {
    const at = `/chats/${i}`
    return [
      ...checkAddress(document, at, chat),
      ...checkName(document, at, chats, i),
      ...checkTimes(document, at, chat),
      ...checkEscalation(document, at, chats, chat),
      ...checkAlertmanager(document, at, chat),
    ]
  })
}

export function checkHeartbeat(document: LoadedDocument, { heartbeat, chats }: Configuration): readonly Finding[] {
  if (!heartbeat) return []
  if (heartbeat.chat !== undefined) return unknownChat(document, '/heartbeat/chat', chats, heartbeat.chat)
  return heartbeat.url === undefined
    ? [lacks(document, '/heartbeat', 'url', 'the heartbeat', '{ env: HEARTBEAT_URL }')]
    : []
}

export function nameOf({ name, type }: ChatSettings): string {
  return name ?? type
}

function checkAddress(document: LoadedDocument, at: string, chat: ChatSettings): readonly Finding[] {
  const { type, url, token, channel } = chat
  const what = `chat \`${type}\``
  const hasApi = type === 'slack' || type === 'mattermost'
  const isApi = hasApi && token !== undefined
  const needsUrl = type !== 'terminal' && !(type === 'slack' && isApi)
  const isSecret = type === 'teams' || (hasApi && !isApi)
  return [
    ...(needsUrl && url === undefined ? [lacks(document, at, 'url', what, '{ env: CHAT_URL }')] : []),
    ...(isApi && channel === undefined ? [lacks(document, at, 'channel', `${what} with a token`, 'C0123456789')] : []),
    ...(hasApi && !isApi && channel !== undefined && url === undefined
      ? [lacks(document, at, 'token', `${what} with a channel`, '{ env: CHAT_TOKEN }')]
      : []),
    ...(isSecret && typeof url === 'string'
      ? [
          finding(
            'configuration/secret-address',
            document.locate(`${at}/url`),
            `the address of ${what} lets everybody write who can read this file`,
            'write `url: { env: CHAT_URL }`, and make a new address: this one is in the history of the repository',
          ),
        ]
      : []),
  ]
}

function checkName(document: LoadedDocument, at: string, chats: Chats, index: number): readonly Finding[] {
  const [chat, before] = [chats[index], chats.slice(0, index)]
  if (!chat || !before.some((each) => nameOf(each) === nameOf(chat))) return []
  const message = `another chat is called \`${nameOf(chat)}\` too, and the history tells them apart by name`
  return [finding('configuration/duplicate-chat', document.locate(at), message, 'give each a `name` of its own')]
}

function checkTimes(document: LoadedDocument, at: string, { quietHours = [] }: ChatSettings): readonly Finding[] {
  return quietHours.flatMap(({ from, to, timeZone }, i) => {
    const place = document.locate(`${at}/quietHours/${i}/timeZone`)
    const hint = 'use a name of the IANA data, such as Europe/Berlin or UTC'
    return [
      ...(isTimeZone(timeZone)
        ? []
        : [finding('configuration/time-zone', place, `\`${timeZone}\` is no time zone`, hint)]),
      ...(from === to
        ? [
            finding(
              'configuration/quiet-all-day',
              document.locate(`${at}/quietHours/${i}`),
              `from ${from} to ${to} is the whole day: only what is critical is ever told then`,
              'write `minimumSeverity: critical` where that is meant',
              'warning',
            ),
          ]
        : []),
    ]
  })
}

function checkEscalation(document: LoadedDocument, at: string, chats: Chats, chat: ChatSettings): readonly Finding[] {
  const { escalate } = chat
  if (!escalate) return []
  if (escalate.to !== nameOf(chat)) return unknownChat(document, `${at}/escalate/to`, chats, escalate.to)
  const place = document.locate(`${at}/escalate/to`)
  const message = `\`${escalate.to}\` escalates to itself`
  return [finding('configuration/unknown-chat', place, message, 'name another chat')]
}

function checkAlertmanager(document: LoadedDocument, at: string, chat: ChatSettings): readonly Finding[] {
  if (chat.type !== 'alertmanager') return []
  const idle = (['quietHours', 'digestMinutes'] as const).filter((key) => chat[key] !== undefined)
  return [
    ...idle.map((key) => {
      const hint = 'take it out, and use time intervals and grouping of Alertmanager'
      const message = `\`${key}\` does nothing here: Alertmanager is told of everything at once`
      return finding('configuration/no-effect', document.locate(`${at}/${key}`), message, hint, 'warning')
    }),
    ...(chat.events && !chat.events.includes('resolved')
      ? [
          finding(
            'configuration/no-end',
            document.locate(`${at}/events`),
            'without `resolved` an alert fires for hours after its drift is gone',
            'add `resolved`, or take `events` out',
            'warning',
          ),
        ]
      : []),
  ]
}

function unknownChat(document: LoadedDocument, pointer: string, chats: Chats, name: string): readonly Finding[] {
  const names = chats.map(nameOf)
  if (names.includes(name)) return []
  const message = `there is no chat \`${name}\``
  const hint = suggestion(name, names, 'add one under `chats`')
  return [finding('configuration/unknown-chat', document.locate(pointer), message, hint)]
}
