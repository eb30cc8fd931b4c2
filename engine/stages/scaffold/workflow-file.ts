import type { SourceFile } from '../../model/document.ts'
import type { Setup } from '../../model/setup.ts'

/** Continuous integration of the forge; GitHub's where there is none yet. */
export function workflowFile(forge: Setup['forge']['type']): SourceFile {
  if (forge === 'gitlab') return { path: '.gitlab-ci.yml', text: GITLAB }
  if (forge === 'gitea') return { path: '.gitea/workflows/isthmus.yml', text: GITEA }
  return { path: '.github/workflows/isthmus.yml', text: GITHUB }
}

const STEPS = `      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with: { fetch-depth: 0 }
      - uses: actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0
        with: { node-version: 24 }
      - run: npx --yes isthmus validate --output annotations
`

const jobOn = (events: string) => `name: isthmus
on: [${events}]
permissions:
  contents: read
jobs:
  validate:
    runs-on: ubuntu-latest
    steps:
${STEPS}`

const GITHUB = `# Checks a change, and says what it does. \`pull_request\`, never \`pull_request_target\`: a fork's change is planned without
# secrets and without rights. For the plan as a comment, give the job \`pull-requests: write\` and the token that isthmus.yaml
# refers to, and add \`isthmus plan --against "$BASE" --comment NUMBER\` for branches of this repository alone.
# With \`propose: in-place\` in isthmus.yaml also: npx --yes isthmus expand --check
# A merge queue waits for the job on each commit of its own: \`merge_group\`.
${jobOn('pull_request, merge_group')}      - run: npx --yes isthmus plan --against "$BASE" --output markdown >> "$GITHUB_STEP_SUMMARY"
        env: { BASE: "\${{ github.base_ref || github.event.repository.default_branch }}" }
`

const GITEA = `# Checks a change, and says what it does; Forgejo reads this folder too. \`pull_request\`, never \`pull_request_target\`: a fork's
# change is planned without secrets and without rights.
# With \`propose: in-place\` in isthmus.yaml also: npx --yes isthmus expand --check
${jobOn('pull_request')}      - run: npx --yes isthmus plan --against "$BASE"
        env: { BASE: "\${{ github.base_ref }}" }
`

const GITLAB = `# Checks a change, and says what it does. Merge requests of forks run in the fork's own project, without the variables of this one.
# With \`propose: in-place\` in isthmus.yaml also: npx --yes isthmus expand --check
isthmus:
  image: node:24
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: 0
  script:
    - npx --yes isthmus validate
    - npx --yes isthmus plan --against "$CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
`
