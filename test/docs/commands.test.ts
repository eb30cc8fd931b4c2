import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { fencesOf, pagePaths, ROOT, readPage, startOf } from './pages/page.ts'
import type { Shell } from './pages/shell.ts'
import { openShell } from './pages/shell.ts'
import { NOON, platformTemplate } from './pages/starts.ts'
import type { Step } from './pages/steps.ts'
import { missingLine, stepsOf } from './pages/steps.ts'

const scratch = mkdtempSync(join(tmpdir(), 'isthmus-docs-'))
const pages = pagePaths().map((path) => ({ path, steps: fencesOf(path).flatMap(stepsOf) }))
const executed = pages.filter(({ steps }) => steps.some((each) => each.kind === 'run'))
const made: { template?: Promise<(into: string) => string> } = {}

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** The folder that a page begins in. */
async function folderFor(path: string, name: string): Promise<string> {
  const folder = join(scratch, name)
  mkdirSync(folder, { recursive: true })
  const start = startOf(readPage(path))
  if (start === 'checkout') return ROOT
  if (start === 'empty') return folder
  if (start !== 'platform') throw new Error(`${path}: nothing is called ${start} to start from`)
  made.template ??= platformTemplate(scratch)
  return (await made.template)(folder)
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

describe('every command of a page does what the page says', () => {
  test.each(executed)('$path', async ({ path, steps }) => {
    const name = path.replaceAll(/[^\w]/g, '-')
    const shell = openShell(await folderFor(path, name), join(scratch, `${name}-io`), () => NOON)
    try {
      for (const step of steps) await take(step, shell)
    } finally {
      shell.close()
    }
  })
})
