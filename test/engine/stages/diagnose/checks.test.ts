import { expect, test } from 'vitest'
import type { ClusterFacts, ForgeFacts, RepositoryFacts } from '../../../../engine/model/checkup.ts'
import type { Diagnosis, DiagnosisState } from '../../../../engine/model/diagnosis.ts'
import { examinerOf } from '../../../../engine/model/diagnosis.ts'
import { emptyRendered } from '../../../../engine/model/rendered.ts'
import { diagnoseAddress } from '../../../../engine/stages/diagnose/address.ts'
import { diagnoseClock } from '../../../../engine/stages/diagnose/clock.ts'
import { diagnoseCluster } from '../../../../engine/stages/diagnose/cluster.ts'
import { diagnoseForge } from '../../../../engine/stages/diagnose/forge.ts'
import { diagnoseBindings, diagnoseServed, diagnoseViews } from '../../../../engine/stages/diagnose/hub.ts'
import { diagnoseGiteaOwners, diagnoseOwners } from '../../../../engine/stages/diagnose/owners.ts'
import { diagnoseRepository } from '../../../../engine/stages/diagnose/repository.ts'
import { diagnoseVersion } from '../../../../engine/stages/diagnose/version.ts'

const examiner = examinerOf('it')
const noon = '2026-03-04T12:00:00Z'

type Case = readonly [what: string, made: readonly Diagnosis[], id: string, state: DiagnosisState, says: RegExp]

const repository: RepositoryFacts = {
  origin: 'https://git.example.com/x.git',
  defaultBranch: 'main',
  isShallow: false,
  push: 'accepted',
  hasHistory: true,
}
const ofRepository = (change: Partial<RepositoryFacts>) => diagnoseRepository(examiner, { ...repository, ...change })
const refused = { refused: 'git push: 403', hint: 'give it the right' }

const forge: ForgeFacts = {
  account: 'bot',
  rights: { pull: true, push: true, admin: false },
  excess: [],
  protection: {
    isProtected: true,
    needsReview: true,
    needsOwnerReview: true,
    refusesForcePush: true,
    letsUsPush: false,
    awaits: ['isthmus/approval', 'isthmus/gate'],
  },
  clock: { theirs: noon, ours: noon },
}
const ofForge = (change: Partial<ForgeFacts>) => diagnoseForge(examiner, { ...forge, ...change }, 'main')
const guarded = (change: Partial<ForgeFacts['protection']>) =>
  ofForge({ protection: { ...forge.protection, ...change } })

const right = {
  group: 'x.io',
  resource: 'things',
  verbs: ['list', 'watch'],
  namespace: 'n',
  names: [],
  reason: 'reads it',
}
const cluster: ClusterFacts = {
  version: 'v1.33.1',
  user: 'system:serviceaccount:isthmus:isthmus',
  rights: [{ right, refused: [] }],
  granted: [{ verbs: ['list', 'watch'], groups: ['x.io'], resources: ['things'], names: [] }],
  served: [],
  clock: { theirs: noon, ours: noon },
}
const ofCluster = (change: Partial<ClusterFacts>) => diagnoseCluster(examiner, 'hub', { ...cluster, ...change })
const grants = (verbs: string[], groups: string[], resources: string[], names: string[] = []) => ({
  granted: [{ verbs, groups, resources, names }],
})

const binding = {
  apiVersion: 'cluster.open-cluster-management.io/v1beta2',
  kind: 'ManagedClusterSetBinding',
  metadata: { name: 'gdw', namespace: 'isthmus-gdw' },
  spec: { clusterSet: 'gdw' },
}
const rule = { apiVersion: 'apps.open-cluster-management.io/v1', kind: 'PlacementRule', metadata: { name: 'r' } }
const rendered = { ...emptyRendered('gdw'), others: [binding, rule] }
const serving = (...kinds: string[]) => kinds.map((kind) => ({ apiVersion: 'v1', kind, isServed: true }))
const RHACM = ['Policy', 'PlacementBinding', 'ManagedCluster', 'ManagedClusterSetBinding']

const owners = (text: string | undefined, folder?: string) => [
  diagnoseOwners(examiner, new Map(text === undefined ? [] : [['CODEOWNERS', text]]), folder),
]
const onForge = (forge: 'github' | 'gitlab', files: { readonly [path: string]: string }) => [
  diagnoseOwners(examiner, new Map(Object.entries(files)), '', forge),
]
const onGitea = (files: { readonly [path: string]: string }) => [
  diagnoseGiteaOwners(examiner, new Map(Object.entries(files))),
]
const answered = (status: number) => diagnoseAddress(examiner, 'chat/reached', { status, clock: undefined })
const clock = (theirs: string | undefined) => [
  diagnoseClock(examiner, 'x/clock', theirs === undefined ? undefined : { theirs, ours: noon }),
]
const version = (found: string) => [diagnoseVersion(examiner, 'Node', found, '20.11.0')]

const cases: readonly Case[] = [
  ['a remote that answers', ofRepository({}), 'repository/remote', 'ok', /git\.example\.com/],
  ['no remote', ofRepository({ origin: undefined }), 'repository/remote', 'warn', /no remote/],
  ['a shallow clone', ofRepository({ isShallow: true }), 'repository/whole-clone', 'warn', /shallow/],
  ['a push refused', ofRepository({ push: refused }), 'repository/push', 'fail', /403/],
  ['no history yet', ofRepository({ hasHistory: false }), 'repository/history', 'skipped', /not? /],
  ['owners of all', owners('* @org/platform\n'), 'repository/code-owners', 'ok', /owners/],
  ['no CODEOWNERS', owners(undefined), 'repository/code-owners', 'fail', /no CODEOWNERS/],
  ['a folder without an owner', owners('* @org/p\n/policies/\n'), 'repository/code-owners', 'fail', /policies\//],
  [
    'rendered given away',
    owners('/environments/ @o\n*.yaml @o\nrendered/\n'),
    'repository/code-owners',
    'fail',
    /rendered\//,
  ],
  ['CODEOWNERS itself without an owner', owners('*.yaml @org/p\n'), 'repository/code-owners', 'fail', /for CODEOWNERS/],
  [
    'owners of a section on GitLab',
    onForge('gitlab', { CODEOWNERS: '[All] @p\n*\n' }),
    'repository/code-owners',
    'ok',
    /own/,
  ],
  [
    'roles as owners on GitLab',
    onForge('gitlab', { CODEOWNERS: '* @@owner\n' }),
    'repository/code-owners',
    'ok',
    /own/,
  ],
  [
    'a file that only GitLab reads, on GitHub',
    onForge('github', { '.gitlab/CODEOWNERS': '* @org/p\n' }),
    'repository/code-owners',
    'fail',
    /no CODEOWNERS/,
  ],
  ['the example team', owners('* @your-org/platform\n'), 'repository/code-owners', 'fail', /example team/],
  [
    'owners of another folder',
    owners('/a/ @o\n/CODEOWNERS @o\n', 'b'),
    'repository/code-owners',
    'fail',
    /b\/environments/,
  ],
  ['owners of a sub-folder', owners('/a/ @o\n/CODEOWNERS @o\n', 'a'), 'repository/code-owners', 'ok', /owners/],
  ['a regular expression for all', onGitea({ CODEOWNERS: '.* @org/p\n' }), 'repository/code-owners', 'ok', /owners/],
  ['a star for all', onGitea({ '.gitea/CODEOWNERS': '* @o # all\n' }), 'repository/code-owners', 'ok', /gitea/],
  ['no file of Gitea', onGitea({ '.github/CODEOWNERS': '* @o\n' }), 'repository/code-owners', 'fail', /no CODEOWNERS/],
  [
    'the example team on Gitea',
    onGitea({ CODEOWNERS: '* @your-org/platform\n' }),
    'repository/code-owners',
    'fail',
    /example team/,
  ],
  ...['environments/.* @o', '/environments/ @o', '.*', '!.* @o', '(a+)+$ @o'].map(
    (line): Case => [
      `on Gitea ${line}`,
      onGitea({ 'docs/CODEOWNERS': `${line}\n`, '.gitea/CODEOWNERS': '.* @o\n' }),
      'repository/code-owners',
      'warn',
      /regular expressions/,
    ],
  ),
  ['a forge that answers', ofForge({}), 'forge/reached', 'ok', /bot/],
  ['a token that may write', ofForge({}), 'forge/rights', 'ok', /push/],
  [
    'a token that only reads',
    ofForge({ rights: { pull: true, push: false, admin: false } }),
    'forge/rights',
    'fail',
    /read/,
  ],
  [
    'a token that sees nothing',
    ofForge({ rights: { pull: false, push: false, admin: false } }),
    'forge/rights',
    'fail',
    /not even/,
  ],
  [
    'a token of an administrator',
    ofForge({ rights: { pull: true, push: true, admin: true } }),
    'forge/excess',
    'warn',
    /administration/,
  ],
  [
    'an administrator where only those are told who may write',
    ofForge({ rights: { pull: true, push: true, admin: true }, needsAdministration: true }),
    'forge/excess',
    'ok',
    /no right beyond/,
  ],
  [
    'a writer where only administrators are told who may write',
    ofForge({ rights: { pull: true, push: true, admin: false }, needsAdministration: true }),
    'forge/rights',
    'fail',
    /obeyed/,
  ],
  ['a token with further scopes', ofForge({ excess: ['delete_repo'] }), 'forge/excess', 'warn', /delete_repo/],
  ['a protected branch', ofForge({}), 'forge/branch-protection', 'ok', /reviewed/],
  ['an open branch', guarded({ isProtected: false }), 'forge/branch-protection', 'fail', /not protected/],
  ['no review', guarded({ needsReview: false }), 'forge/branch-protection', 'fail', /no review/],
  ['no review of owners', guarded({ needsOwnerReview: false }), 'forge/branch-protection', 'fail', /code owners/],
  ['force pushes', guarded({ refusesForcePush: false }), 'forge/branch-protection', 'fail', /force-pushed/],
  ['our own way past', guarded({ letsUsPush: true }), 'forge/branch-protection', 'fail', /our own account/],
  ['both checks awaited', ofForge({}), 'forge/required-checks', 'ok', /approval and isthmus\/gate/],
  ['all by a pattern', guarded({ awaits: ['ci', 'isthmus/*'] }), 'forge/required-checks', 'ok', /waits for/],
  ['whatever was reported', guarded({ awaits: 'reported' }), 'forge/required-checks', 'ok', /waits for/],
  [
    'no gate',
    guarded({ awaits: ['isthmus/approval', 'isthmus/gates', 'gate', 'isthmus.gate'] }),
    'forge/required-checks',
    'warn',
    /does not wait for isthmus\/gate$/,
  ],
  [
    'checks by a name of their own',
    diagnoseForge(examiner, forge, 'main', 'isthmus-shop'),
    'forge/required-checks',
    'warn',
    /does not wait for isthmus-shop\/approval and isthmus-shop\/gate$/,
  ],
  [
    'the plan, where large changes wait there',
    diagnoseForge(
      examiner,
      { ...forge, protection: { ...forge.protection, awaits: ['isthmus/approval', 'isthmus/gate'] } },
      'main',
      'isthmus',
      true,
    ),
    'forge/required-checks',
    'warn',
    /wait for isthmus\/plan$/,
  ],
  ['checks unseen', guarded({ awaits: undefined }), 'forge/required-checks', 'warn', /does not tell which/],
  ['protection unseen', guarded({ needsReview: undefined }), 'forge/branch-protection', 'warn', /does not tell/],
  ['all rights', ofCluster({}), 'hub/rights', 'ok', /1 rights/],
  [
    'a right missing',
    ofCluster({ rights: [{ right, refused: ['watch'] }] }),
    'hub/rights',
    'fail',
    /watch things\.x\.io in n/,
  ],
  ['no excess', ofCluster({}), 'hub/excess', 'ok', /nothing/],
  ['secrets', ofCluster(grants(['get'], [''], ['secrets'])), 'hub/excess', 'warn', /read Secrets/],
  ['writes', ofCluster(grants(['list', 'patch'], ['x.io'], ['things'])), 'hub/excess', 'warn', /patch things/],
  ['an administrator', ofCluster(grants(['*'], ['*'], ['*'])), 'hub/excess', 'warn', /do anything with everything/],
  ['RHACM', diagnoseServed(examiner, serving(...RHACM, 'PlacementRule'), rendered), 'hub/rhacm', 'ok', /policies/],
  ['no RHACM', diagnoseServed(examiner, [], rendered), 'hub/rhacm', 'fail', /no Policy/],
  [
    'PlacementRule',
    diagnoseServed(examiner, serving('PlacementRule'), rendered),
    'hub/placement-api',
    'ok',
    /PlacementRule/,
  ],
  [
    'only Placement',
    diagnoseServed(examiner, serving('Placement'), rendered),
    'hub/placement-api',
    'fail',
    /use PlacementRule/,
  ],
  ['a bound set', diagnoseBindings(examiner, [binding], rendered), 'hub/cluster-set', 'ok', /bound/],
  [
    'an unbound set',
    diagnoseBindings(examiner, [], rendered),
    'hub/cluster-set',
    'fail',
    /gdw is not bound to isthmus-gdw/,
  ],
  ['views on', [diagnoseViews(examiner, true, true)], 'hub/views', 'warn', /every object but Secrets/],
  ['views possible', [diagnoseViews(examiner, false, true)], 'hub/views', 'warn', /may create them/],
  ['views off', [diagnoseViews(examiner, false, false)], 'hub/views', 'ok', /off/],
  ['clocks that agree', clock('2026-03-04T12:00:04Z'), 'x/clock', 'ok', /agree/],
  ['clocks apart', clock('2026-03-04T12:01:00Z'), 'x/clock', 'warn', /60 s ahead/],
  ['clocks far apart', clock('2026-03-04T11:00:00Z'), 'x/clock', 'fail', /3600 s behind/],
  ['no clock', clock(undefined), 'x/clock', 'skipped', /no time/],
  ['an address that takes POST only', answered(405), 'chat/reached', 'ok', /reached/],
  ['an address gone', answered(410), 'chat/reached', 'fail', /no longer/],
  ['an address unknown', answered(404), 'chat/reached', 'warn', /perhaps/],
  ['an address that points elsewhere', answered(302), 'chat/reached', 'warn', /points/],
  ['a service that is not well', answered(503), 'chat/reached', 'warn', /503/],
  ['a Node that is new enough', version('20.11.0'), 'machine/node', 'ok', /20\.11/],
  ['an older Node', version('20.9.9'), 'machine/node', 'fail', /too old/],
  ['no program', version(''), 'machine/node', 'fail', /does not say/],
]

test.each(cases)('%s', (_, made, id, state, says) => {
  const found = made.filter((each) => each.id === id)
  expect(found).toEqual([expect.objectContaining({ subject: 'it', state, sentence: expect.stringMatching(says) })])
  if (state === 'warn' || state === 'fail') expect(found[0]?.remedy).toMatch(/\w/)
})
