import type { GiteaOptions } from '../../../../engine/adapters/gitea.ts'
import { giteaForge } from '../../../../engine/adapters/gitea.ts'
import type { ServedSubject } from '../../model/rest/served-subject.ts'
import { servedSubject } from '../../model/rest/served-subject.ts'
import type { AGitea } from './a-gitea.ts'
import { aGitea, TOKEN } from './a-gitea.ts'

export type GiteaSubject = ServedSubject<AGitea>

/** The adapter, for a Gitea on loopback. */
export async function giteaSubject(more: Partial<GiteaOptions> = {}): Promise<GiteaSubject> {
  const gitea = await aGitea('isthmus/drift-gdw', 'isthmus/change-gdw')
  return servedSubject(gitea, TOKEN, (options) => giteaForge({ ...options, ...more }))
}
