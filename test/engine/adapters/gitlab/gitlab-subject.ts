import type { GitlabOptions } from '../../../../engine/adapters/gitlab.ts'
import { gitlabForge } from '../../../../engine/adapters/gitlab.ts'
import type { ServedSubject } from '../../model/rest/served-subject.ts'
import { servedSubject } from '../../model/rest/served-subject.ts'
import type { AGitlab } from './a-gitlab.ts'
import { aGitlab, TOKEN } from './a-gitlab.ts'

export type GitlabSubject = ServedSubject<AGitlab>

/** The adapter, for a GitLab on loopback. */
export async function gitlabSubject(more: Partial<GitlabOptions> = {}): Promise<GitlabSubject> {
  const gitlab = await aGitlab('isthmus/drift-gdw', 'isthmus/change-gdw')
  return servedSubject(gitlab, TOKEN, (options) => gitlabForge({ ...options, ...more }))
}
