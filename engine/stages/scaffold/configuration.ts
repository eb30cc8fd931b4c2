import { API_VERSION } from '../../model/environment.ts'
import type { Setup } from '../../model/setup.ts'
import { scalar } from './scalar.ts'
import { schemaHeader } from './schema-header.ts'

/** isthmus.yaml for a forge and a chat; tokens and addresses are references to the environment. */
export function configurationText({ forge, chat }: Pick<Setup, 'forge' | 'chat'>): string {
  const { type, repository } = forge
  const isLocal = type === 'local'
  return [
    `${schemaHeader('isthmus.yaml', 'Configuration')}# Where proposals and alerts go. Secrets are references only: { env: NAME } or { file: path }.`,
    `apiVersion: ${API_VERSION}`,
    'kind: Configuration',
    'forge:',
    `  type: ${type}${isLocal ? '              # pull requests beside a bare repository; or github, gitea, gitlab' : ''}`,
    ...addressLines(forge),
    ...(isLocal ? [] : [`  repository: ${scalar(repository ?? 'your-org/desired-state')}`]),
    ...(isLocal ? [] : ['  token: { env: ISTHMUS_TOKEN }   # of an account of its own']),
    'chats:',
    `  - type: ${chat}`,
    ...(chat === 'terminal' ? [] : ['    url: { env: CHAT_URL }']),
    'author:',
    '  name: Isthmus bot',
    '  email: isthmus-bot@isthmus.invalid',
    '',
  ].join('\n')
}

/** Only GitHub's address is known without being told. */
function addressLines({ type, url }: Setup['forge']): readonly string[] {
  if (url !== undefined) return [`  url: ${JSON.stringify(url)}`]
  if (type === 'gitlab') return ['  url: "https://gitlab.com"']
  return type === 'gitea' ? ['  url: "https://git.example.com"'] : []
}
