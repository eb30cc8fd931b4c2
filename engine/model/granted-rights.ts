import type { NeededRight } from './needed-rights.ts'

/** One rule of a SelfSubjectRulesReview. */
export interface GrantedRule {
  readonly verbs: readonly string[]
  readonly groups: readonly string[]
  readonly resources: readonly string[]
  /** Empty: all objects. */
  readonly names: readonly string[]
}

const READING = new Set(['get', 'list', 'watch'])
/** Whoever may do one of these may become somebody else, or more. */
const LIFTING = ['impersonate', 'escalate', 'bind', 'approve', 'sign']

/**
 * What every authenticated user has on Kubernetes and OpenShift (`system:basic-user`, `system:discovery`, `basic-user`,
 * `self-provisioner`, `system:build-strategy-*`, `system:webhook`, `system:scope-impersonation`, `system:oauth-token-deleter`):
 * no account can be without it, so nobody is told of it.
 */
const ORDINARY: readonly RegExp[] = [
  /^(authorization|authentication)\.k8s\.io (selfsubject\w+)$/,
  /^(|authorization\.openshift\.io) (selfsubject\w+|localsubjectaccessreviews|subjectaccessreviews)$/,
  /^security\.openshift\.io podsecuritypolicyselfsubjectreviews$/,
  /^(|project\.openshift\.io) projectrequests$/,
  /^(|build\.openshift\.io) (builds\/\w+|buildconfigs\/webhooks)$/,
  /^(|oauth\.openshift\.io) (oauthaccesstokens|oauthauthorizetokens|useroauthaccesstokens)$/,
  /^authentication\.k8s\.io userextras\/scopes\.authorization\.openshift\.io$/,
]

/** What an identity may do beyond need, a line each, worst first: everything, becoming others, writing, reading Secrets. */
export function excessOf(rules: readonly GrantedRule[], needed: readonly NeededRight[]): readonly string[] {
  const lines = rules.flatMap((rule) =>
    rule.groups.flatMap((group) => rule.resources.flatMap((resource) => excessAt(rule, group, resource, needed))),
  )
  return [...new Set(lines)].sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))
}

function excessAt(
  rule: GrantedRule,
  group: string,
  resource: string,
  needed: readonly NeededRight[],
): readonly string[] {
  if (ORDINARY.some((each) => each.test(`${group} ${resource}`))) return []
  const wanted = needed.filter((each) => each.group === group && each.resource === resource)
  const verbs = rule.verbs.filter((verb) => !wanted.some((each) => each.verbs.includes(verb)))
  const what = `${resource}${group === '' || group === '*' ? '' : `.${group}`}`
  const writes = verbs.filter((verb) => !READING.has(verb))
  if (writes.length > 0)
    return [`${writes.includes('*') ? 'do anything with' : writes.join(', ')} ${what === '*' ? 'everything' : what}`]
  const isSecret = (resource === 'secrets' || resource === '*') && (group === '' || group === '*')
  // Named Secrets that a policy compares are needed; reading is one right, whatever its verbs.
  const isNamed = rule.names.length > 0 && wanted.some((each) => rule.names.every((name) => each.names.includes(name)))
  return isSecret && verbs.length > 0 && !isNamed
    ? [`read ${resource === '*' ? 'everything, Secrets too' : 'Secrets'}`]
    : []
}

function rankOf(line: string): number {
  if (line.startsWith('do anything with everything')) return 0
  if (LIFTING.some((verb) => line.includes(verb))) return 1
  return line.startsWith('read') ? 3 : 2
}
