import { Failure } from '../../model/failure.ts'
import { forgeAddress } from '../../model/rest/address.ts'
import type { RestConnection, RestServer } from '../../model/rest.ts'

export const GITEA: RestServer = {
  name: 'gitea',
  title: 'Gitea or Forgejo',
  rights:
    'scopes write:repository, write:issue and read:user; its user an administrator of the repository, since nobody else is told who may write',
}

/** A repository, and the way to it. */
export interface Desk {
  readonly connection: RestConnection
  /** `/repos/owner/name` */
  readonly path: string
}

/** Throws `gitea/bad-address` and `gitea/bad-repository`. */
export function placeOf(url: string, repository: string): { readonly api: string; readonly path: string } {
  const [, owner, name] = /^([A-Za-z0-9_.-]+)\/([A-Za-z0-9_.-]+)$/.exec(repository) ?? []
  if (owner === undefined || name === undefined || /^\.+$/.test(owner) || /^\.+$/.test(name)) {
    throw new Failure('gitea/bad-repository', `${JSON.stringify(repository)} is no repository of Gitea`, {
      hint: 'write forge.repository as owner/name in isthmus.yaml',
    })
  }
  const { origin, pathname } = forgeAddress(GITEA, url)
  const base = pathname.replace(/\/+$/, '').replace(/\/api\/v1$/, '')
  return { api: `${origin}${base}/api/v1`, path: `/repos/${owner}/${name}` }
}
