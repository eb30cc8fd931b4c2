import { randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../model/failure.ts'
import type { Check } from '../../model/review.ts'

/** What runs of ours say of a commit, by name. */
export async function readChecks(folder: string, commit: string): Promise<readonly Check[]> {
  const path = fileOf(folder, commit)
  try {
    return JSON.parse(await readFile(path, 'utf8')) as readonly Check[]
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new Failure('forge/corrupt', `${path} holds no checks`, {
      hint: 'remove the file: the next run writes it anew',
      cause: error,
    })
  }
}

/** The newest word of a name counts. */
export async function writeCheck(folder: string, check: Check): Promise<void> {
  const path = fileOf(folder, check.commit)
  const others = (await readChecks(folder, check.commit)).filter((each) => each.name !== check.name)
  const checks = [...others, check].sort((a, b) => (a.name < b.name ? -1 : 1))
  const draft = `${path}.${randomUUID()}.tmp`
  await writeFile(draft, `${JSON.stringify(checks, null, 2)}\n`)
  await rename(draft, path)
}

function fileOf(folder: string, commit: string): string {
  if (/^[0-9a-f]{40,64}$/.test(commit)) return join(folder, `checks-${commit}.json`)
  throw new Error(`not a commit: ${JSON.stringify(commit)}`)
}
