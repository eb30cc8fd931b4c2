import type { ForgeFacts, ForgeProbe, Protection } from '../../model/checkup.ts'
import type { Json } from '../../model/json.ts'
import { at, isObject, listAt, textAt } from '../../model/json.ts'
import type { Answer, AskOptions } from './ask.ts'
import { askForge } from './ask.ts'

/** A classic token tells its scopes; `repo` is the least of them that can open a pull request in a private repository. */
const NEEDED_SCOPES = new Set(['repo', 'public_repo', 'repo:status'])

/** GitHub: the repository's `permissions`, the rules of a branch, and its older protection where our token may see it. */
export function githubProbe(options: AskOptions, repository: string): ForgeProbe {
  const root = `/repos/${repository}`
  return {
    async look(branch): Promise<ForgeFacts> {
      const found = await askForge(options, root)
      const name = encodeURIComponent(branch)
      const rights = at(found.data, 'permissions')
      const [head, rules, classic] = await Promise.all([
        askForge(options, `${root}/branches/${name}`),
        askForge(options, `${root}/rules/branches/${name}?per_page=100`),
        askForge(options, `${root}/branches/${name}/protection`),
      ])
      return {
        account: undefined,
        rights: { pull: found.status === 200, push: at(rights, 'push') === true, admin: at(rights, 'admin') === true },
        excess: scopesOf(found).filter((each) => !NEEDED_SCOPES.has(each)),
        protection: protectionOf(head.data, ruleList(rules), classic),
        clock: found.clock,
      }
    },
  }
}

function scopesOf(answer: Answer): readonly string[] {
  return (answer.header('x-oauth-scopes') ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
}

function ruleList({ status, data }: Answer): readonly Json[] {
  return status === 200 && Array.isArray(data) ? data : []
}

/** Rules and the older protection add up: what one of them asks for holds. */
function protectionOf(head: Json, rules: readonly Json[], classic: Answer): Protection {
  const isMarked = at(head, 'protected') === true
  const isOpen = classic.status === 200
  const none = rules.length === 0 && !isMarked
  const reviews = at(classic.data, 'required_pull_request_reviews')
  const asked = rules.filter((each) => textAt(each, 'type') === 'pull_request').map((each) => at(each, 'parameters'))
  const counts = [...asked, ...(isOpen ? [reviews] : [])].map((each) => at(each, 'required_approving_review_count'))
  const owners = [
    ...asked.map((each) => at(each, 'require_code_owner_review')),
    ...(isOpen ? [at(reviews, 'require_code_owner_reviews')] : []),
  ]
  // The older protection exists but is not shown to us: what the rules do not ask for, it may.
  const otherwise = isMarked && !isOpen ? undefined : false
  const has = (type: string) => rules.some((each) => textAt(each, 'type') === type)
  const keepsHistory =
    has('non_fast_forward') || (isOpen && at(classic.data, 'allow_force_pushes', 'enabled') === false)
  return {
    isProtected: !none,
    needsReview: counts.some((each) => typeof each === 'number' && each > 0) || otherwise,
    needsOwnerReview: owners.includes(true) || otherwise,
    refusesForcePush: keepsHistory || otherwise,
    letsUsPush: isOpen && isObject(classic.data) && asked.length === 0 && !isObject(reviews) ? true : undefined,
    awaits: awaitedBy(head, rules, classic),
  }
}

/** The older protection's checks stand in the branch itself, too, which whoever may write is shown. */
function awaitedBy(head: Json, rules: readonly Json[], classic: Answer): readonly string[] | undefined {
  const older = [classic.status === 200 ? classic.data : null, at(head, 'protection') ?? null]
  const isSeen = older.some((each) => isObject(each)) || at(head, 'protected') !== true
  const asked = [
    ...rules
      .filter((each) => textAt(each, 'type') === 'required_status_checks')
      .flatMap((each) => listAt(each, 'parameters', 'required_status_checks')),
    ...older.flatMap((each) => listAt(each, 'required_status_checks', 'checks')),
  ]
  const names = [
    ...asked.flatMap((each) => textAt(each, 'context') ?? []),
    ...older
      .flatMap((each) => listAt(each, 'required_status_checks', 'contexts'))
      .filter((each) => typeof each === 'string'),
  ]
  return names.length > 0 || isSeen ? [...new Set(names)] : undefined
}
