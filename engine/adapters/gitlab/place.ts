import { Failure } from '../../model/failure.ts'
import { forgeAddress } from '../../model/rest/address.ts'
import type { Resources } from './client.ts'
import { GITLAB } from './server.ts'

/** A project, and the way to it. */
export interface Desk {
  /** `group/project` */
  readonly project: string
  readonly resources: () => Promise<Resources>
  /** One attempt each. */
  readonly once: () => Promise<Resources>
}

/** Throws `gitlab/bad-address` and `gitlab/bad-repository`. */
export function placeOf(url: string, repository: string): { readonly api: string; readonly project: string } {
  const parts = repository.split('/')
  const isPath = parts.length > 1 && parts.every((each) => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(each))
  if (!isPath) {
    throw new Failure('gitlab/bad-repository', `${JSON.stringify(repository)} is no project of GitLab`, {
      hint: 'write forge.repository as group/project in isthmus.yaml, with every group above it',
    })
  }
  const { origin, pathname } = forgeAddress(GITLAB, url)
  const base = pathname.replace(/\/+$/, '').replace(/\/api\/v4$/, '')
  return { api: `${origin}${base}/api/v4`, project: repository }
}
