import type { Configuration } from '../../model/configuration.ts'
import type { LoadedDocument, Sourced } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { suggestion } from '../../model/suggest.ts'
import { checkChats, checkHeartbeat } from './chats.ts'
import { lacks } from './lacks.ts'
import { shown } from './words.ts'

/** What the schema of isthmus.yaml cannot say: which keys go with which type. */
export function checkConfiguration({ value, document }: Sourced<Configuration>): readonly Finding[] {
  const { forge, chats } = value
  const isRemote = forge.type !== 'local'
  return [
    ...(isRemote && forge.repository === undefined
      ? [lacks(document, '/forge', 'repository', `forge \`${forge.type}\``, 'platform/desired-state')]
      : []),
    ...((forge.type === 'gitea' || forge.type === 'gitlab') && forge.url === undefined
      ? [lacks(document, '/forge', 'url', `forge \`${forge.type}\``, 'https://git.example.com')]
      : []),
    ...checkChats(document, chats),
    ...checkHeartbeat(document, value),
    ...checkAddresses(document, value),
  ]
}

/** Environments that another hub manages have to be there. */
export function checkHubs({ value, document }: Sourced<Configuration>, named: readonly string[]): readonly Finding[] {
  return Object.keys(value.hub.environments)
    .filter((name) => !named.includes(name))
    .map((name) => {
      const message = `there is no environment ${shown(name, '')}`
      const hint = suggestion(name, named, 'remove it')
      const place = document.locate(`/hub/environments/${name}`)
      return finding('configuration/unknown-environment', place, message, hint, 'warning')
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
