import { CODEOWNERS_FILES, GITEA_CODEOWNERS_FILES, ownersOf, ownersOfAll } from '../../model/codeowners.ts'
import type { Diagnosis, Examiner } from '../../model/diagnosis.ts'

/** Whoever can change one of these can change every cluster: a path in each folder, and the file that says who owns them. */
const GUARDED = [
  'environments/a.yaml',
  'placements/a.yaml',
  'policies/a/b.yaml',
  'exceptions/a.yaml',
  'rendered/a/b.yaml',
  'isthmus.yaml',
  'catalog.yaml',
]

const ID = 'repository/code-owners'
const WHY = 'whoever can change the desired state can change every cluster'
const EXAMPLE = '@your-org/platform'

/** `files`: those of CODEOWNERS_FILES that the default branch has, by path; `folder` is where the desired state lies, '' for the root. */
export function diagnoseOwners(examiner: Examiner, files: ReadonlyMap<string, string>, folder = ''): Diagnosis {
  const path = CODEOWNERS_FILES.find((each) => files.has(each))
  if (path === undefined) return noFile(examiner, '*')
  const text = files.get(path) ?? ''
  const place = folder === '' ? '' : `${folder}/`
  const open = [...GUARDED.map((each) => `${place}${each}`), path].filter((each) => ownersOf(text, [each]).length === 0)
  if (open.length > 0) {
    const shown = open.map((each) => each.replace(/\/a(\.yaml|\/b\.yaml)$/, '/')).join(', ')
    return examiner.fail(ID, `${path} names no owner for ${shown}`, `give each an owner there: ${WHY}`)
  }
  return named(examiner, path, ownersOf(text, [`${place}environments/a.yaml`]))
}

/** The same where Gitea reads them: `files` are those of GITEA_CODEOWNERS_FILES, of which the first counts. */
export function diagnoseGiteaOwners(examiner: Examiner, files: ReadonlyMap<string, string>): Diagnosis {
  const path = GITEA_CODEOWNERS_FILES.find((each) => files.has(each))
  if (path === undefined) return noFile(examiner, '.*')
  const owners = ownersOfAll(files.get(path) ?? '')
  if (owners.length > 0) return named(examiner, path, owners)
  return examiner.warn(
    ID,
    `${path} has no line for everything, and other patterns are regular expressions on Gitea, which are not tried here`,
    `add a line such as \`.* ${EXAMPLE}\`, or see on a pull request of each folder whom Gitea asks: ${WHY}`,
  )
}

function noFile(examiner: Examiner, pattern: string): Diagnosis {
  const remedy = `add CODEOWNERS with a line such as \`${pattern} ${EXAMPLE}\`: ${WHY}`
  return examiner.fail(ID, 'the default branch has no CODEOWNERS', remedy)
}

function named(examiner: Examiner, path: string, owners: readonly string[]): Diagnosis {
  if (!owners.includes(EXAMPLE)) return examiner.ok(ID, `${path} names owners for all that reaches clusters`)
  return examiner.fail(ID, `${path} still names the example team ${EXAMPLE}`, 'replace it by a team that exists')
}
