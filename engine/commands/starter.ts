/** What `init` writes beside the reference environment and its placements, by path. */
export function starterFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['isthmus.yaml', CONFIGURATION],
    ['CODEOWNERS', CODEOWNERS],
    ['.gitattributes', 'rendered/** linguist-generated=true\ndrift/** linguist-generated=true\n'],
    ['.github/workflows/isthmus.yml', WORKFLOW],
    ['README.md', README],
  ])
}

const CONFIGURATION = `# Where proposals and alerts go. Secrets are references only: { env: NAME } or { file: path }.
apiVersion: isthmus.dev/v1alpha1
kind: Configuration
forge:
  type: local              # pull requests beside a bare repository; or github, gitea, gitlab
chats:
  - type: terminal
author:
  name: Isthmus bot
  email: isthmus-bot@isthmus.invalid
`

const CODEOWNERS = `# Write access to this repository is, in effect, cluster-admin on the hub and its members.
# Replace the team, and require a review of code owners on the default branch.
* @your-org/platform
`

const WORKFLOW = `# Checks a change, and says what it does. \`pull_request\`, never \`pull_request_target\`: a fork's change is planned without
# secrets and without rights. For the plan as a comment, give the job \`pull-requests: write\` and the token that isthmus.yaml
# refers to, and add \`isthmus plan --against "$BASE" --comment NUMBER\` for branches of this repository alone.
# With \`propose: in-place\` in isthmus.yaml also: npx --yes isthmus expand --check
name: isthmus
on: [pull_request]
permissions:
  contents: read
jobs:
  validate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with: { fetch-depth: 0 }
      - uses: actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0
        with: { node-version: 24 }
      - run: npx --yes isthmus validate --output annotations
      - run: npx --yes isthmus plan --against "$BASE" --output markdown >> "$GITHUB_STEP_SUMMARY"
        env: { BASE: "\${{ github.base_ref }}" }
`

const README = `# Desired state

- \`environments/\`: which clusters, where, with which networks and components
- \`placements/\`: which policies go to which clusters, and whether RHACM reports or enforces
- \`rendered/\`: what Isthmus made of them; reviewed in pull requests, delivered to the hub, never edited by hand

\`isthmus validate\` checks, \`isthmus plan\` says what a change does, \`isthmus propose\` opens the pull request,
\`isthmus drift\` compares clusters with what was merged.

Protect the default branch: pull requests only, a review of code owners, no force push. Whoever can write here
can change every cluster.
`
