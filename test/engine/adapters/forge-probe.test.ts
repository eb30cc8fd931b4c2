import { expect, test } from 'vitest'
import { forgeProbe } from '../../../engine/adapters/forge-probe.ts'
import type { Told } from './a-web-server.ts'
import { aWebServer } from './a-web-server.ts'

const now = () => '2026-03-04T12:00:00Z'
const DATE = 'Wed, 04 Mar 2026 12:00:30 GMT'
const TOKEN = 'S3cretThatNobodyMayRead'

async function look(type: 'github' | 'gitea' | 'gitlab', answers: Readonly<Record<string, Told>>) {
  const server = await aWebServer(answers)
  const facts = await forgeProbe({ type, url: server.url, repository: 'org/repo', token: TOKEN, now }).look('main')
  expect(server.requests.every((each) => each.line.startsWith('GET '))).toBe(true)
  return facts
}

const repo = 'GET /api/v3/repos/org/repo'
const writer = { permissions: { admin: false, push: true, pull: true } }
const rules = [
  { type: 'pull_request', parameters: { require_code_owner_review: true, required_approving_review_count: 1 } },
  { type: 'non_fast_forward' },
  { type: 'required_status_checks', parameters: { required_status_checks: [{ context: 'isthmus/gate' }] } },
]

test('GitHub: rules of a branch are read without administration', async () => {
  const facts = await look('github', {
    [repo]: { body: writer, headers: { date: DATE, 'x-oauth-scopes': 'repo, delete_repo' } },
    [`${repo}/branches/main`]: { body: { protected: true } },
    [`${repo}/rules/branches/main?per_page=100`]: { body: rules },
  })
  expect(facts).toEqual({
    account: undefined,
    rights: { pull: true, push: true, admin: false },
    excess: ['delete_repo'],
    protection: {
      isProtected: true,
      needsReview: true,
      needsOwnerReview: true,
      refusesForcePush: true,
      letsUsPush: undefined,
      awaits: ['isthmus/gate'],
    },
    clock: { theirs: '2026-03-04T12:00:30Z', ours: now() },
  })
})

const classic = {
  required_pull_request_reviews: { require_code_owner_reviews: false, required_approving_review_count: 1 },
  allow_force_pushes: { enabled: true },
  required_status_checks: { contexts: ['ci'] },
}

test.each([
  ['nothing at all', { protected: false }, [], undefined, { isProtected: false, needsReview: false, awaits: [] }],
  [
    'the checks of the older protection, which the branch tells',
    {
      protected: true,
      protection: { required_status_checks: { contexts: ['a'], checks: [{ context: 'a' }, { context: 'b' }] } },
    },
    [],
    undefined,
    { needsReview: undefined, awaits: ['a', 'b'] },
  ],
  [
    'the older protection, unseen',
    { protected: true },
    [],
    undefined,
    { isProtected: true, needsReview: undefined, needsOwnerReview: undefined, awaits: undefined },
  ],
  [
    'the older protection, seen',
    { protected: true },
    [],
    classic,
    { needsReview: true, needsOwnerReview: false, refusesForcePush: false, awaits: ['ci'] },
  ],
  [
    'pushes past review',
    { protected: true },
    [],
    { allow_force_pushes: { enabled: false } },
    { needsReview: false, letsUsPush: true },
  ],
])('GitHub: %s', async (_, branch, list, older, expected) => {
  const { protection } = await look('github', {
    [repo]: { body: writer },
    [`${repo}/branches/main`]: { body: branch },
    [`${repo}/rules/branches/main?per_page=100`]: { body: list },
    ...(older ? { [`${repo}/branches/main/protection`]: { body: older } } : {}),
  })
  expect(protection).toMatchObject(expected)
})

test('Gitea: what the branch says, and its rule where we may see it', async () => {
  const root = 'GET /api/v1/repos/org/repo'
  const branch = {
    protected: true,
    required_approvals: 0,
    user_can_push: true,
    effective_branch_protection_name: 'main',
    enable_status_check: true,
    status_check_contexts: ['isthmus/*'],
  }
  const facts = await look('gitea', {
    [root]: { body: { permissions: { admin: true, push: true, pull: true } } },
    'GET /api/v1/user': { body: { login: 'bot' } },
    [`${root}/branches/main`]: { body: branch },
    [`${root}/branch_protections/main`]: { body: { enable_force_push: true } },
  })
  expect(facts).toMatchObject({ account: 'bot', rights: { admin: true }, needsAdministration: true })
  expect(facts.protection).toEqual({
    isProtected: true,
    needsReview: false,
    needsOwnerReview: false,
    refusesForcePush: false,
    letsUsPush: true,
    awaits: ['isthmus/*'],
  })
})

test.each([
  [{ enable_status_check: false, status_check_contexts: [] }, []],
  [{ enable_status_check: true, status_check_contexts: [] }, 'reported'],
  [{}, undefined],
] as const)('Gitea: a branch that says %j', async (branch, awaits) => {
  const root = 'GET /api/v1/repos/org/repo'
  const facts = await look('gitea', { [root]: { body: writer }, [`${root}/branches/main`]: { body: branch } })
  expect(facts.protection.awaits).toEqual(awaits)
})

test('GitLab: the access level, the scopes of the token, the protected branch', async () => {
  const root = 'GET /api/v4/projects/org%2Frepo'
  const facts = await look('gitlab', {
    [root]: {
      body: {
        permissions: { project_access: { access_level: 30 }, group_access: null },
        only_allow_merge_if_pipeline_succeeds: true,
      },
    },
    'GET /api/v4/user': { body: { username: 'bot' } },
    'GET /api/v4/personal_access_tokens/self': { body: { scopes: ['api', 'sudo'] } },
    [`${root}/repository/branches/main`]: { body: { protected: true, can_push: false } },
    [`${root}/protected_branches/main`]: { body: { allow_force_push: false, code_owner_approval_required: true } },
    [`${root}/approvals`]: { body: { approvals_before_merge: 1 } },
  })
  expect(facts).toMatchObject({ account: 'bot', rights: { pull: true, push: true, admin: false }, excess: ['sudo'] })
  expect(facts.protection).toEqual({
    isProtected: true,
    needsReview: true,
    needsOwnerReview: true,
    refusesForcePush: true,
    letsUsPush: false,
    awaits: 'reported',
  })
})

test('a token that is not known, a forge that is not there, an address in the clear: each a failure without the token', async () => {
  const server = await aWebServer({ 'GET /api/v1/repos/org/repo': { status: 401 } })
  const at = (url: string) => async () =>
    forgeProbe({ type: 'gitea', url, repository: 'org/repo', token: TOKEN, now }).look('main')
  const attempts = [
    [server.url, 'forge/unauthorized'],
    ['http://127.0.0.1:1', 'forge/unreachable'],
    ['http://git.example.com', 'forge/bad-address'],
  ] as const
  for (const [url, code] of attempts) {
    const error: unknown = await at(url)().catch((each: unknown) => each)
    expect(error).toMatchObject({ code })
    expect(String(error)).not.toContain(TOKEN)
  }
})

test.each([
  ['gitea', '/api/v1', '/repos/org/repo'],
  ['gitlab', '/api/v4', '/projects/org%2Frepo'],
  ['github', '/api/v3', '/repos/org/repo'],
] as const)('the address of %s may be that of its API, as for proposals', async (type, api, path) => {
  const server = await aWebServer({ [`GET ${api}${path}`]: { headers: { date: DATE } } })
  for (const url of [server.url, `${server.url}${api}`, `${server.url}${api}/`]) {
    const facts = await forgeProbe({ type, url, repository: 'org/repo', token: TOKEN, now }).look('main')
    expect(facts.clock?.theirs, url).toBe('2026-03-04T12:00:30Z')
  }
})

test.each<[string, Told, object]>([
  ['in trouble', { status: 502 }, { code: 'forge/unreachable', retry: true }],
  ['that wants to be left alone', { status: 429 }, { code: 'forge/unreachable', retry: true }],
  ['whose limit is used up', { status: 403, headers: { 'x-ratelimit-remaining': '0' } }, { code: 'forge/unreachable' }],
  ['whose repository has another name now', { status: 301 }, { code: 'forge/moved', retry: false }],
])('nothing is said of rights and protection by a forge %s', async (_, told, failure) => {
  for (const path of [repo, `${repo}/branches/main/protection`]) {
    const answers = { [repo]: { body: writer }, [`${repo}/branches/main`]: { body: { protected: true } }, [path]: told }
    await expect(look('github', answers)).rejects.toMatchObject(failure)
  }
})
