import type { Configuration } from '../../model/configuration.ts'
import type { Sourced } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { checkChats, checkHeartbeat } from './chats.ts'
import { lacks } from './lacks.ts'

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
  ]
}
