import type { SourceFile } from '../../model/document.ts'
import type { Setup } from '../../model/setup.ts'
import { configurationText } from './configuration.ts'
import { protectionPage } from './protection-page.ts'
import { workflowFile } from './workflow-file.ts'

/** What a desired-state repository has beside environments and placements, for a forge. */
export function repositoryFiles(setup: Pick<Setup, 'forge' | 'chat' | 'owners'>): readonly SourceFile[] {
  return [
    { path: 'isthmus.yaml', text: configurationText(setup) },
    { path: 'CODEOWNERS', text: codeowners(setup.owners, setup.forge.type) },
    { path: '.gitattributes', text: GITATTRIBUTES },
    workflowFile(setup.forge.type),
    { path: 'docs/branch-protection.md', text: protectionPage(setup.forge.type) },
    { path: 'README.md', text: README },
  ]
}

/** What runs in CI, and the other two, as the forge writes them: patterns of Gitea are regular expressions over whole paths. */
const SENSITIVE: Readonly<Record<Setup['forge']['type'], readonly string[]>> = {
  local: ['/CODEOWNERS', '/.github/', '/isthmus.yaml'],
  github: ['/CODEOWNERS', '/.github/', '/isthmus.yaml'],
  gitea: ['CODEOWNERS', '\\.gitea/.*', 'isthmus\\.yaml'],
  gitlab: ['/CODEOWNERS', '/.gitlab-ci.yml', '/isthmus.yaml'],
}

function codeowners(team: string, forge: Setup['forge']['type']): string {
  const sensitive = SENSITIVE[forge].map((each) => `${each} ${team}\n`).join('')
  return `# Write access to this repository is, in effect, cluster-admin on the hub and its members. Forges ask these teams only where
# the default branch requires a review of code owners: docs/branch-protection.md.
* ${team}
# Who may change whom to ask, and what runs in CI.
${sensitive}`
}

/** The engine compares bytes: a checkout that turns line ends would make every rendered file differ. */
const GITATTRIBUTES = `# Line ends stay as they are written on every machine: Isthmus compares bytes.
* text=auto eol=lf
# Made by Isthmus: forges fold it in reviews. It is merged like any text, and made again where that fails.
rendered/** text eol=lf linguist-generated=true gitlab-generated
drift/** text eol=lf linguist-generated=true gitlab-generated
.isthmus/** text eol=lf linguist-generated=true gitlab-generated
`

const README = `# Desired state

- \`environments/\`: which clusters, where, with which networks and components
- \`placements/\`: which policies go to which clusters, and whether RHACM reports or enforces
- \`rendered/\`: what Isthmus made of them; reviewed in pull requests, delivered to the hub, never edited by hand
- \`.isthmus/schemas/\`: what editors complete and check these files by; \`isthmus schema --write\` brings them up to date

\`isthmus validate\` checks, \`isthmus plan\` says what a change does, \`isthmus propose\` opens the pull request,
\`isthmus drift\` compares clusters with what was merged.

Whoever can write here can change every cluster: [protect the default branch](docs/branch-protection.md) before anything is delivered.
`
