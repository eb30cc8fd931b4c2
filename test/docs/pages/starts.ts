import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openShell } from './shell.ts'

export const NOON = '2026-03-04T12:00:00Z'

/** A merged reference with three healthy clusters beside it: where most pages begin. Makes copies of it. */
export async function platformTemplate(root: string): Promise<(into: string) => string> {
  const template = join(root, 'template')
  mkdirSync(template, { recursive: true })
  const shell = openShell(template, join(root, 'template-io'), () => NOON)
  const { code, err } = await shell.run(`set -e
git init --quiet --bare --initial-branch=main origin.git
git init --quiet --initial-branch=main platform
isthmus init platform --quiet
cd platform
git remote add origin ../origin.git
isthmus expand --quiet
git add --all
git commit --quiet --message "Desired state"
git push --quiet --set-upstream origin main
isthmus demo --clusters ../clusters --quiet
set +e`)
  shell.close()
  if (code !== 0) throw new Error(`the platform of the pages cannot be made:\n${err}`)
  return (into) => {
    cpSync(template, into, { recursive: true })
    return join(into, 'platform')
  }
}
