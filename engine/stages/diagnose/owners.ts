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

/** `files`: those of CODEOWNERS_FILES that the default branch has, by path; `folder` is where the desired state lies, '' for the root. */
export function diagnoseOwners(examiner: Examiner, files: ReadonlyMap<string, string>, folder = ''): Diagnosis {
  const id = 'repository/code-owners'
  const path = CODEOWNERS_FILES.find((each) => files.has(each))
  const why = 'whoever can change the desired state can change every cluster'
  if (path === undefined) {
    const remedy = `add CODEOWNERS with a line such as \`* @your-org/platform\`: ${why}`
    return examiner.fail(id, 'the default branch has no CODEOWNERS', remedy)
  }
  const text = files.get(path) ?? ''
  const place = folder === '' ? '' : `${folder}/`
  const open = [...GUARDED.map((each) => `${place}${each}`), path].filter((each) => ownersOf(text, [each]).length === 0)
  if (open.length > 0) {
    const shown = open.map((each) => each.replace(/\/a(\.yaml|\/b\.yaml)$/, '/')).join(', ')
    return examiner.fail(id, `${path} names no owner for ${shown}`, `give each an owner there: ${why}`)
  }
  const invented = ownersOf(text, [`${place}environments/a.yaml`]).includes('@your-org/platform')
  if (!invented) return examiner.ok(id, `${path} names owners for all that reaches clusters`)
  return examiner.fail(
    id,
    `${path} still names the example team @your-org/platform`,
    'replace it by a team that exists',
  )
}
