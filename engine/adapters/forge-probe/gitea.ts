import type { ForgeFacts, ForgeProbe, Protection } from '../../model/checkup.ts'
import type { Json } from '../../model/json.ts'
import { at, listAt, textAt } from '../../model/json.ts'
import type { Answer, AskOptions } from './ask.ts'
import { askForge } from './ask.ts'

/** Gitea and Forgejo: the repository's `permissions`, what a branch says of its protection, and its rule where our token may see it. */
export function giteaProbe(options: AskOptions, repository: string): ForgeProbe {
  const root = `/repos/${repository}`
  return {
    async look(branch): Promise<ForgeFacts> {
      const found = await askForge(options, root)
      const [user, head] = await Promise.all([
        askForge(options, '/user'),
        askForge(options, `${root}/branches/${encodeURIComponent(branch)}`),
      ])
      const rule = textAt(head.data, 'effective_branch_protection_name') ?? ''
      const shown =
        rule === '' ? undefined : await askForge(options, `${root}/branch_protections/${encodeURIComponent(rule)}`)
      const rights = at(found.data, 'permissions')
      return {
        account: textAt(user.data, 'login'),
        rights: {
          pull: at(rights, 'pull') === true,
          push: at(rights, 'push') === true,
          admin: at(rights, 'admin') === true,
        },
        needsAdministration: true,
        excess: [],
        protection: protectionOf(head.data, shown),
        clock: found.clock,
      }
    },
  }
}

/** A protected branch of Gitea takes no force push unless its rule says so; a review of owners is asked for by approvals and CODEOWNERS. */
function protectionOf(head: Json, rule: Answer | undefined): Protection {
  const isShown = rule?.status === 200
  const approvals = at(head, 'required_approvals')
  return {
    isProtected: at(head, 'protected') === true,
    needsReview: typeof approvals === 'number' ? approvals > 0 : undefined,
    needsOwnerReview: isShown ? at(rule.data, 'block_on_official_review_requests') === true : undefined,
    refusesForcePush: isShown ? at(rule.data, 'enable_force_push') !== true : undefined,
    letsUsPush: at(head, 'protected') === true ? at(head, 'user_can_push') === true : undefined,
    awaits: awaitedBy(head),
  }
}

/** Without patterns it waits for whatever was reported. */
function awaitedBy(head: Json): Protection['awaits'] {
  const isOn = at(head, 'enable_status_check')
  if (typeof isOn !== 'boolean') return undefined
  const patterns = listAt(head, 'status_check_contexts').filter((each) => typeof each === 'string')
  if (!isOn) return []
  return patterns.length === 0 ? 'reported' : patterns
}
