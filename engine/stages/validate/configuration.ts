import type { Configuration } from '../../model/configuration.ts'
import type { LoadedDocument, Sourced } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { escapeToken } from '../../model/pointer.ts'
import { suggestion } from '../../model/suggest.ts'
import { checkChats, checkHeartbeat } from './chats.ts'
import { checkForge } from './forge.ts'
import { shown } from './words.ts'

/** What the schema of isthmus.yaml cannot say: which keys go with which type. */
export function checkConfiguration({ value, document }: Sourced<Configuration>): readonly Finding[] {
  const { forge, chats } = value
  return [
    ...checkForge(document, forge),
    ...checkChats(document, chats),
    ...checkHeartbeat(document, value),
    ...checkAddresses(document, value),
  ]
}

/** Environments that another hub manages, or that a chat is told of, have to be there. */
export function checkNamedEnvironments(
  { value, document }: Sourced<Configuration>,
  named: readonly string[],
): readonly Finding[] {
  const hubs = Object.keys(value.hub.environments).map(
    (name) => [name, `/hub/environments/${escapeToken(name)}`] as const,
  )
  const chats = value.chats.flatMap(({ environments = [] }, i) =>
    environments.map((name, j) => [name, `/chats/${i}/environments/${j}`] as const),
  )
  return [...hubs, ...chats]
    .filter(([name]) => !named.includes(name))
    .map(([name, pointer]) => {
      const message = `there is no environment ${shown(name, '')}`
      const hint = suggestion(name, named, 'remove it')
      return finding('configuration/unknown-environment', document.locate(pointer, 'key'), message, hint, 'warning')
    })
}

/** What begins like an address need not be one: `https://a:b`. */
function checkAddresses(document: LoadedDocument, { forge, server, chats, heartbeat }: Configuration) {
  const addresses: readonly (readonly [pointer: string, address: unknown])[] = [
    ['/forge/url', forge.url],
    ['/server/url', server.url],
    ['/heartbeat/url', heartbeat?.url],
    ...chats.map(({ url }, i) => [`/chats/${i}/url`, url] as const),
  ]
  return addresses.flatMap(([pointer, address]) =>
    typeof address !== 'string' || (/^https?:/.test(address) && URL.canParse(address))
      ? []
      : [
          finding(
            'configuration/bad-address',
            document.locate(pointer),
            'this is no address that anybody could open',
            'write it as https://HOST, with :PORT and a path where it has them',
          ),
        ],
  )
}
