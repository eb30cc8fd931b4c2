import type { Setup } from '../../model/setup.ts'

type ForgeType = Setup['forge']['type']

/** docs/branch-protection.md of a desired-state repository: what to set on its forge, and why. */
export function protectionPage(forge: ForgeType): string {
  return `${REASONS}\n${STEPS[forge]}\n${AFTER}`
}

const REASONS = `# Protect this repository

What is merged here is delivered to the hub and reaches every cluster: write access to the default branch is, in effect, cluster-admin on all
of them. Nothing in the repository itself can forbid a push, so the forge has to. \`isthmus doctor\` fails until it does.

| branch | rule | because |
|---|---|---|
| default branch | pull requests only, for everybody, without exception | a push is a change of every cluster that nobody has read |
| default branch | a review of code owners; new commits take approvals back | CODEOWNERS only asks; this makes the forge wait for them, and for what is really merged |
| default branch | the check \`isthmus/approval\` | whoever ticked a box or wrote a command on a proposal cannot be the only one who approves it: forges count that approval like any other |
| default branch | the check \`isthmus/gate\` | a region is changed only while every other one is in sync and healthy, no other wave is open and nothing is frozen |
| default branch | the job of the CI workflow | what does not validate is not merged |
| default branch | no force push, no deletion | merged history is the record of what was delivered, and when |
| \`isthmus/history\` | no force push, no deletion; only the account of Isthmus pushes | the history of drifts and the lock of the writer live there: a rewritten lock lets two hubs write |
| \`isthmus/**\` | only the account of Isthmus creates and pushes | a proposal is trusted for what Isthmus computed. A commit of yours on it is kept, and the proposal then left alone |

The account of Isthmus writes branches and pull requests. It is no administrator of the organization, has no exception from any rule of the
default branch, and approves nothing.

\`isthmus serve\` and each \`isthmus drift --publish\` report \`isthmus/approval\` and \`isthmus/gate\` on every open pull request, green at once where they have
nothing to ask. \`isthmus serve\` reports \`isthmus/plan\` likewise: with \`propose: in-place\` require it as well, since a large change waits there for an approval.
A forge offers a check in its list once it was reported for the first time: open one pull request before you set the rules.
Without a server each environment has to be looked at by \`isthmus drift --publish\`: it speaks for what touches that environment alone, or none.
`

const STEPS: Readonly<Record<ForgeType, string>> = {
  github: `## On GitHub

*Settings → Rules → Rulesets → New branch ruleset*, three of them, each with enforcement *Active*:

1. **default branch**: target *Include default branch*, bypass list empty. *Restrict deletions*, *Block force pushes*, *Require a pull request
   before merging* with one required approval or more, *Dismiss stale pull request approvals when new commits are pushed*, *Require review from
   Code Owners*; *Require status checks to pass*: \`isthmus/approval\`, \`isthmus/gate\`, \`validate\`.
2. **history**: target \`isthmus/history\`, bypass list empty. *Restrict deletions*, *Block force pushes*.
3. **branches of Isthmus**: target \`isthmus/**\`, bypass list: the App or account of Isthmus alone. *Restrict creations*, *Restrict updates*.

The second is apart from the third since whoever is on a bypass list passes every rule of its ruleset.

*Require merge queue* works with these checks: they are reported on the queue's own commits too. The workflow runs there by \`merge_group\`.
`,
  gitlab: `## On GitLab

1. *Settings → Repository → Protected branches*: the default branch with *Allowed to push and merge*: No one, *Allowed to merge*: Maintainers,
   *Allowed to force push*: off, *Require approval from code owners*: on (Premium). \`isthmus/*\` with *Allowed to push and merge*: the account of
   Isthmus, force push on, since it brings proposals up to date; \`isthmus/history\` the same with force push off.
2. *Settings → Merge requests*: *Pipelines must succeed*. It holds for statuses from outside too: \`isthmus/gate\` and \`isthmus/approval\` stop the merge
   while they are red or pending.
3. *Merge request approvals*: one or more; *Prevent approval by author*, *Remove all approvals* when commits are added.

Without a licence GitLab requires no review of code owners: allow merging to those alone whom CODEOWNERS names.
`,
  gitea: `## On Gitea or Forgejo

*Settings → Branches → Add rule*:

1. the default branch: *Disable push*; *Required approvals* one or more, *Block merge on rejected reviews*, *Block merge on official review requests*
   (CODEOWNERS makes them), *Dismiss stale approvals*; *Enable status check* with \`isthmus/approval\`, \`isthmus/gate\` and
   \`isthmus / validate*\`.
2. \`isthmus/history\`: *Enable push* for the account of Isthmus alone, no force push.
3. \`isthmus/**\`: *Enable push* and *force push* for the account of Isthmus alone.

The account of Isthmus is an administrator of this one repository, since Gitea tells nobody else who may write. Set *Administrators must
follow branch protection rules*: without it that account passes all of them.
`,
  local: `## Here

\`forge: { type: local }\` is for trying out: pull requests lie beside a bare repository, and nothing is protected. Before anything is
delivered, choose a forge in isthmus.yaml (\`github\`, \`gitea\` or \`gitlab\`) and set the rules above on it.
`,
}

const AFTER = `## Then

\`\`\`sh
isthmus doctor        # forge/branch-protection must be ok
\`\`\`

Where the forge does not tell the account of Isthmus all of a rule, \`doctor\` warns and says what to look at yourself.
`
