import { randomBytes } from 'node:crypto'
import { link, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../model/failure.ts'
import { codeOf, outputFolder } from './paths.ts'
import { failureOf, STAGED } from './stage.ts'

/**
 * New files of one folder, all or none, each whole from its first moment. Failure `files/exists` where one is already
 * there: nothing is ever overwritten, not even by somebody who writes at the same time.
 */
export async function createTogether(root: string, folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const path = await outputFolder(root, folder)
  const staged: string[] = []
  const made: string[] = []
  try {
    await mkdir(path, { recursive: true })
    for (const [name, text] of files) {
      const from = join(path, `${name}.${randomBytes(6).toString('hex')}${STAGED}`)
      staged.push(from)
      await writeFile(from, text, { flag: 'wx' })
    }
    for (const [i, name] of [...files.keys()].entries()) {
      const to = join(path, name)
      await link(staged[i] ?? '', to)
      made.push(to)
    }
  } catch (cause) {
    for (const each of made) await rm(each, { force: true })
    if (codeOf(cause) !== 'EEXIST') throw failureOf(path, cause)
    throw new Failure('files/exists', `a file of ${[...files.keys()].join(', ')} is already in ${folder}`, {
      hint: 'nothing was overwritten: try again',
      cause,
    })
  } finally {
    for (const each of staged) await rm(each, { force: true })
  }
}
