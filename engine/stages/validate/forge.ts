import type { Configuration } from '../../model/configuration.ts'
import type { LoadedDocument } from '../../model/document.ts'
import type { Finding } from '../../model/finding.ts'
import { finding } from '../../model/finding.ts'
import { lacks } from './lacks.ts'
import { shown } from './words.ts'

type ForgeSettings = Configuration['forge']

/** What the schema cannot say of the forge: which keys go with which type, and what each calls a repository. */
export function checkForge(document: LoadedDocument, forge: ForgeSettings): readonly Finding[] {
  const { type, repository, url } = forge
  if (type === 'local') return []
  const what = `forge \`${type}\``
  return [
    ...(repository === undefined
      ? [lacks(document, '/forge', 'repository', what, 'platform/desired-state')]
      : checkRepository(document, type, repository)),
    ...(type !== 'github' && url === undefined
      ? [lacks(document, '/forge', 'url', what, 'https://git.example.com')]
      : []),
    ...checkCredentials(document, forge),
  ]
}

/** How each calls a repository, as its adapter will take it. */
const REPOSITORIES = {
  github: { form: 'owner/name', pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*\/(?!\.+$)[A-Za-z0-9_.-]+$/ },
  gitea: { form: 'owner/name', pattern: /^(?!\.+\/)[A-Za-z0-9_.-]+\/(?!\.+$)[A-Za-z0-9_.-]+$/ },
  gitlab: { form: 'group/project', pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/ },
} as const

function checkRepository(document: LoadedDocument, type: keyof typeof REPOSITORIES, repository: string) {
  const { form, pattern } = REPOSITORIES[type]
  if (pattern.test(repository)) return []
  return [
    finding(
      'configuration/bad-repository',
      document.locate('/forge/repository'),
      `${shown(repository, '')} is no repository of forge \`${type}\``,
      `write it as ${form}, without the address of the forge, which belongs into \`url\``,
    ),
  ]
}

/** Without credentials the offline commands still work; two of them are refused as soon as a proposal is to be written. */
function checkCredentials(document: LoadedDocument, { type, token, app }: ForgeSettings): readonly Finding[] {
  if (app !== undefined && (type !== 'github' || token !== undefined)) {
    const [message, hint] =
      type === 'github'
        ? ['forge `github` has both `token` and `app`', 'keep one: an app shows findings at file and line']
        : [`forge \`${type}\` has an \`app\`, which GitHub alone knows`, 'write `token` in its place']
    return [finding('configuration/forge-credentials', document.locate('/forge/app'), message, hint)]
  }
  if (token !== undefined || app !== undefined) return []
  return [
    finding(
      'configuration/no-forge-credentials',
      document.locate('/forge'),
      `forge \`${type}\` has no \`token\`${type === 'github' ? ' and no `app`' : ''}: no pull request can be read or written`,
      `add \`token: { env: ISTHMUS_TOKEN }\`${type === 'github' ? ', or `app`' : ''}`,
      'warning',
    ),
  ]
}
