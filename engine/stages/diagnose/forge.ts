import type { ForgeFacts, Protection } from '../../model/checkup.ts'
import { isAwaited } from '../../model/checkup.ts'
import type { Diagnosis, Examiner } from '../../model/diagnosis.ts'
import { CHECKS } from '../../model/named-checks.ts'
import { diagnoseClock } from './clock.ts'

/** `checks`: first part of the names of our checks. `isInPlace`: where a large change waits for its approval on the plan. */
export function diagnoseForge(
  examiner: Examiner,
  facts: ForgeFacts,
  branch: string,
  checks = CHECKS,
  isInPlace = false,
): readonly Diagnosis[] {
  const { account } = facts
  return [
    examiner.ok('forge/reached', `it answers${account === undefined ? '' : `, and knows us as ${account}`}`),
    enough(examiner, facts),
    excess(examiner, facts),
    protection(examiner, facts.protection, branch),
    ...(facts.protection.isProtected
      ? [required(examiner, facts.protection, branch, neededOf(checks, isInPlace))]
      : []),
    diagnoseClock(examiner, 'forge/clock', facts.clock),
  ]
}

function enough(examiner: Examiner, { rights, needsAdministration = false }: ForgeFacts): Diagnosis {
  if (!rights.push) {
    return examiner.fail(
      'forge/rights',
      `the token may ${rights.pull ? 'read the repository but not write to it' : 'not even read the repository'}`,
      'give its account write access to this one repository, and the token the right to contents and pull requests',
    )
  }
  if (needsAdministration && !rights.admin) {
    return examiner.fail(
      'forge/rights',
      'the account may write, but this forge tells administrators of the repository only who else may: no comment can be obeyed',
      'make its account an administrator of this one repository',
    )
  }
  return examiner.ok('forge/rights', 'the token may push branches and open pull requests')
}

function excess(examiner: Examiner, { rights, needsAdministration, excess: scopes }: ForgeFacts): Diagnosis {
  const more = [
    ...(rights.admin && needsAdministration !== true ? ['administration of the repository'] : []),
    ...scopes,
  ]
  if (more.length === 0)
    return examiner.ok('forge/excess', 'the token has no right beyond need, as far as the forge tells')
  const remedy = 'use an account of its own with write access, and a token for this repository alone'
  return examiner.warn('forge/excess', `the token may more than it needs: ${more.join(', ')}`, remedy)
}

const NEEDED = 'pull requests only, a review of code owners, no force push'

function protection(examiner: Examiner, facts: Protection, branch: string): Diagnosis {
  const id = 'forge/branch-protection'
  const remedy = `protect ${branch}: ${NEEDED}. Write access to it is, in effect, cluster-admin on the hub and its members`
  if (!facts.isProtected) return examiner.fail(id, `${branch} is not protected`, remedy)
  const holes = [
    ...(facts.needsReview === false ? ['needs no review'] : []),
    ...(facts.needsReview !== false && facts.needsOwnerReview === false ? ['needs no review of code owners'] : []),
    ...(facts.refusesForcePush === false ? ['may be force-pushed'] : []),
    ...(facts.letsUsPush === true ? ['may be pushed to by our own account'] : []),
  ]
  if (holes.length > 0) return examiner.fail(id, `${branch} is protected, but ${holes.join(', and ')}`, remedy)
  const unknown = [facts.needsReview, facts.needsOwnerReview, facts.refusesForcePush].includes(undefined)
  if (!unknown) return examiner.ok(id, `${branch} takes reviewed pull requests only`)
  return examiner.warn(
    id,
    `${branch} is protected, but the forge does not tell our account all of how`,
    `see for yourself that it takes ${NEEDED}`,
  )
}

function neededOf(checks: string, isInPlace: boolean): readonly string[] {
  return ['approval', 'gate', ...(isInPlace ? ['plan'] : [])].map((each) => `${checks}/${each}`)
}

/** What Isthmus says of a pull request stops nobody where the forge does not wait for it. */
function required(examiner: Examiner, { awaits }: Protection, branch: string, needed: readonly string[]): Diagnosis {
  const id = 'forge/required-checks'
  const lacking = needed.filter((each) => isAwaited(each, awaits) !== true)
  if (lacking.length === 0) return examiner.ok(id, `a merge into ${branch} waits for ${needed.join(' and ')}`)
  const remedy = `let ${branch} require ${lacking.join(' and ')}: docs/branch-protection.md of a new repository says where`
  if (awaits === undefined) return examiner.warn(id, `the forge does not tell which checks ${branch} requires`, remedy)
  return examiner.warn(id, `a merge into ${branch} does not wait for ${lacking.join(' and ')}`, remedy)
}
