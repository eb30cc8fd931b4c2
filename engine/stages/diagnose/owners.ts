import type { OwnersForge } from '../../model/codeowners.ts'
import { CODEOWNERS_FILES, ownersOf } from '../../model/codeowners.ts'
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

/** `files`: those that the forge looks for and the default branch has, by path; `folder` is where the desired state lies, '' for the root. */
export function diagnoseOwners(
  examiner: Examiner,
  files: ReadonlyMap<string, string>,
  folder = '',
  forge: Exclude<OwnersForge, 'gitea'> = 'local',
): Diagnosis {
  const path = CODEOWNERS_FILES[forge].find((each) => files.has(each))
  if (path === undefined) return noFile(examiner, '*')
  const text = files.get(path) ?? ''
  const place = folder === '' ? '' : `${folder}/`
  const ownersAt = (each: string) => ownersOf(text, [each], forge)
  const open = [...GUARDED.map((each) => `${place}${each}`), path].filter((each) => ownersAt(each).length === 0)
  if (open.length > 0) {
    const shown = open.map((each) => each.replace(/\/a(\.yaml|\/b\.yaml)$/, '/')).join(', ')
    return examiner.fail(ID, `${path} names no owner for ${shown}`, `give each an owner there: ${WHY}`)
  }
  return named(examiner, path, ownersAt(`${place}environments/a.yaml`))
}

/** The same where Gitea reads them: `files` are those that it looks for, of which the first counts. */
export function diagnoseGiteaOwners(examiner: Examiner, files: ReadonlyMap<string, string>): Diagnosis {
  const path = CODEOWNERS_FILES.gitea.find((each) => files.has(each))
  if (path === undefined) return noFile(examiner, '.*')
  const owners = ownersOf(files.get(path) ?? '', [], 'gitea')
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
