import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { PageTest } from './page.ts'
import { fencesOf, pagePaths, pageTestOf, ROOT, readPage } from './page.ts'
import type { Shell } from './shell.ts'
import { openShell } from './shell.ts'
import { NOON, platformTemplate } from './starts.ts'
import type { Step } from './steps.ts'
import { missingLine, stepsOf } from './steps.ts'

/** Runs every step of the pages that run there, each page in a folder of its own. */
export function runPages(where: PageTest['runs']): void {
  const scratch = mkdtempSync(join(tmpdir(), 'isthmus-docs-'))
  const pages = pagePaths()
    .map((path) => ({ path, ...pageTestOf(readPage(path)), steps: fencesOf(path).flatMap(stepsOf) }))
    .filter(({ runs, steps }) => runs === where && steps.some((each) => each.kind === 'run'))
  const made: { template?: Promise<(into: string) => string> } = {}
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))

  /** The folder that a page begins in. */
  async function folderFor(starts: string, name: string): Promise<string> {
    const folder = join(scratch, name)
    mkdirSync(folder, { recursive: true })
    if (starts === 'checkout') return ROOT
    if (starts === 'empty') return folder
    if (starts !== 'platform') throw new Error(`nothing is called ${starts} to start from`)
    made.template ??= platformTemplate(scratch)
    return (await made.template)(folder)
  }

  describe('every command of a page does what the page says', () => {
    test.each(pages)('$path', async ({ path, starts, steps }) => {
      const name = path.replaceAll(/[^\w]/g, '-')
      const shell = openShell(await folderFor(starts, name), join(scratch, `${name}-io`), () => NOON)
      try {
        for (const step of steps) await take(step, shell)
      } finally {
        shell.close()
        rmSync(join(scratch, name), { recursive: true, force: true })
      }
    })
  })
}

async function take(step: Step, shell: Shell): Promise<void> {
  const place = `${step.fence.page}:${step.kind === 'run' ? step.line : step.fence.line}`
  if (step.kind === 'run') {
    const whole = step.fence.language === 'sh' ? `set -e\n${step.script}\nset +e` : step.script
    const { code, out, err } = await shell.run(whole)
    const shown = `${place}: ${step.script}\n--- stdout\n${out}\n--- stderr\n${err}`
    expect(code, shown).toBe(step.exit)
    expect(missingLine(step.expected, [out, err]), shown).toBeUndefined()
    return
  }
  const path = join(shell.directory(), step.file)
  if (step.kind === 'write') {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, step.text)
    return
  }
  const parts = readFileSync(path, 'utf8').split(step.before)
  expect(parts, `${place}: these lines stand once in ${step.file}:\n${step.before}`).toHaveLength(2)
  writeFileSync(path, parts.join(step.after))
}
