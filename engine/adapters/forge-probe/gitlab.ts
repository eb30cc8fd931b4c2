import type { ForgeFacts, ForgeProbe, Protection } from '../../model/checkup.ts'
import type { Json } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'
import type { Answer, AskOptions } from './ask.ts'
import { askForge } from './ask.ts'

/** Access levels of GitLab. */
const REPORTER = 20
const DEVELOPER = 30
const MAINTAINER = 40
const NEEDED_SCOPES = new Set(['api', 'write_repository', 'read_repository', 'read_api', 'read_user', 'self_rotate'])

/** GitLab: our access level in the project, the token's own scopes, and the protection of a branch. */
export function gitlabProbe(options: AskOptions, repository: string): ForgeProbe {
  const root = `/projects/${encodeURIComponent(repository)}`
  return {
    async look(branch): Promise<ForgeFacts> {
      const found = await askForge(options, root)
      const name = encodeURIComponent(branch)
      const [user, token, head, rule, approvals] = await Promise.all([
        askForge(options, '/user'),
        askForge(options, '/personal_access_tokens/self'),
        askForge(options, `${root}/repository/branches/${name}`),
        askForge(options, `${root}/protected_branches/${name}`),
        askForge(options, `${root}/approvals`),
      ])
      const level = levelOf(found.data)
      const scopes = token.status === 200 ? listAt(token.data, 'scopes').map(String) : []
      return {
        account: textAt(user.data, 'username'),
        rights: { pull: level >= REPORTER, push: level >= DEVELOPER, admin: level >= MAINTAINER },
        excess: scopes.filter((each) => !NEEDED_SCOPES.has(each)),
        protection: { ...protectionOf(head.data, rule, approvals), awaits: awaitedBy(found.data) },
        clock: found.clock,
      }
    },
  }
}

/** The higher of the levels that the project and its group give. */
function levelOf(project: Json): number {
  const levels = ['project_access', 'group_access'].map((each) => at(project, 'permissions', each, 'access_level'))
  return Math.max(0, ...levels.map((each) => (typeof each === 'number' ? each : 0)))
}

/** All that was reported, or nothing: GitLab names no single checks without a licence. */
function awaitedBy(project: Json): Protection['awaits'] {
  const isOn = at(project, 'only_allow_merge_if_pipeline_succeeds')
  if (typeof isOn !== 'boolean') return undefined
  return isOn ? 'reported' : []
}

function protectionOf(head: Json, rule: Answer, approvals: Answer): Omit<Protection, 'awaits'> {
  const isShown = rule.status === 200
  const needed = at(approvals.data, 'approvals_before_merge')
  return {
    isProtected: at(head, 'protected') === true,
    // Approvals are a paid feature: where there are none, nobody tells.
    needsReview: approvals.status === 200 && typeof needed === 'number' && needed > 0 ? true : undefined,
    needsOwnerReview: isShown ? (at(rule.data, 'code_owner_approval_required') as boolean | undefined) : undefined,
    refusesForcePush: isShown ? at(rule.data, 'allow_force_push') !== true : undefined,
    letsUsPush: at(head, 'protected') === true ? at(head, 'can_push') === true : undefined,
  }
}
