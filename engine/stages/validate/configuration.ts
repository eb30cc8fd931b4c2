import type { Configuration } from '../../model/configuration.ts'
import type { LoadedDocument, Sourced } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'

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
    ...chats.flatMap((chat, i) =>
      chat.type === 'terminal' || chat.url !== undefined
        ? []
        : [lacks(document, `/chats/${i}`, 'url', `chat \`${chat.type}\``, '{ env: CHAT_URL }')],
    ),
  ]
}

function lacks(document: LoadedDocument, pointer: string, key: string, what: string, example: string): Finding {
  return finding(
    'configuration/incomplete',
    document.locate(pointer),
    `${what} needs \`${key}\``,
    `add \`${key}: ${example}\``,
  )
}
