import { execFile } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { load, loadAll } from 'js-yaml'
import { beforeAll, expect, test } from 'vitest'
import type { Json } from '../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../engine/model/json.ts'
import { aRepository, git, isthmus, newFolder, read, write } from '../engine/commands/a-shell.ts'

const root = join(import.meta.dirname, '..', '..')
const file = (path: string) => readFileSync(join(root, path), 'utf8')
let work = ''
let bin = ''

/** A repository whose change proposal is open as pull request 1, with a change on top that nobody has pushed, and `isthmus` on the PATH. */
beforeAll(async () => {
  work = (await aRepository()).work
  await isthmus(work, 'propose')
  write(work, 'environments/gdw.yaml', read(work, 'environments/gdw.yaml').replace(/^ {2}survive:.*\n/m, ''))
  bin = newFolder()
  const program = join(bin, 'isthmus')
  const cli = join(root, 'engine', 'cli.ts')
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' --disable-warning=ExperimentalWarning '${cli}' "$@"\n`)
  chmodSync(program, 0o755)
})

/** Runs a script as the runner would: bash that stops at the first error. */
async function run(script: string, env: Readonly<Record<string, string>>) {
  const summary = join(newFolder(), 'summary')
  writeFileSync(summary, '')
  const PATH = `${bin}${delimiter}${process.env.PATH ?? ''}`
  const all = { ...process.env, PATH, GITHUB_STEP_SUMMARY: summary, INIT_CWD: work, ...env }
  const { stdout } = await promisify(execFile)('bash', ['-eo', 'pipefail', '-c', script], { cwd: work, env: all })
  return { out: stdout, summary: readFileSync(summary, 'utf8') }
}

const SAID: Readonly<Record<string, string>> = {
  '${{ inputs.directory }}': '.',
  '${{ inputs.against }}': 'main',
  '${{ inputs.drift-from }}': '',
  '${{ inputs.version }}': '0.1.0',
  '${{ github.event.pull_request.number }}': '1',
  '${{ github.base_ref }}': 'main',
  '${{ github.base_ref || github.event.repository.default_branch }}': 'main',
}

/** The environment of a step, with what the forge would put in; an expression that nobody knows fails. */
function environmentOf(step: Json): Readonly<Record<string, string>> {
  const env = at(step, 'env')
  if (!isObject(env)) return {}
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => {
      const said = SAID[String(value)]
      if (said === undefined) throw new Error(`${name}: ${String(value)} is not known`)
      return [name, said]
    }),
  )
}

const steps = () => listAt(load(file('ci/github/action.yml')) as Json, 'runs', 'steps')
const step = (name: string) => steps().find((each) => textAt(each, 'name') === name) ?? null
const runStep = (name: string) => run(textAt(step(name), 'run') ?? 'exit 9', environmentOf(step(name)))

test('the action: validate annotates, plan goes to the summary, the comment is one', async () => {
  expect((await runStep('validate')).out).toMatch(
    /^::warning file=environments\/gdw\.yaml,line=\d+,col=1,title=catalog\/not-pinned::/,
  )
  expect((await runStep('plan')).summary).toContain('**gdw**')
  await runStep('comment')
  await runStep('comment')
  const { out } = await isthmus(work, 'pulls', 'show', '1')
  expect(out.match(/What this change does/g)).toHaveLength(1)
})

test('a finding of severity error makes the job fail', async () => {
  const before = read(work, 'environments/gdw.yaml')
  write(work, 'environments/gdw.yaml', `${before}\nnonsense: true\n`)
  await expect(runStep('validate')).rejects.toMatchObject({ code: 2 })
  write(work, 'environments/gdw.yaml', before)
})

test('GitLab: the scripts run, and a merge request of a fork is not commented', async () => {
  const jobs = load(file('ci/gitlab/isthmus.gitlab-ci.yml')) as Json
  const variables = {
    ISTHMUS: 'isthmus',
    ISTHMUS_DIRECTORY: '.',
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
    CI_MERGE_REQUEST_IID: '1',
  }
  const script = (job: string) => listAt(jobs, job, 'script').join('\n')
  expect((await run(script('isthmus-validate'), variables)).out).toContain('**gdw**')
  await run(script('isthmus-comment'), variables)
  const rule = textAt(listAt(jobs, 'isthmus-comment', 'rules')[0], 'if')
  expect(rule).toContain('$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID')
  git(work, 'clean', '-fdq')
})

test('Tekton: the arguments are command lines of this version, and only the comment sees a secret', async () => {
  const objects = loadAll(file('ci/tekton/isthmus.yaml')) as Json[]
  const values: Readonly<Record<string, string>> = {
    directory: '.',
    against: 'main',
    pull: '1',
    from: join(work, '..', 'clusters'),
  }
  for (const task of objects.filter((each) => textAt(each, 'kind') === 'Task')) {
    const name = textAt(task, 'metadata', 'name')
    for (const each of listAt(task, 'spec', 'steps')) {
      expect(at(each, 'script')).toBeUndefined()
      expect(at(each, 'env') !== undefined).toBe(name === 'isthmus-comment')
      const args = listAt(each, 'args').map((arg) =>
        String(arg).replace(/^\$\(params\.(\w+)\)$/, (_, key: string) => values[key] ?? ''),
      )
      const { code, err } = await isthmus(work, ...args)
      // Nothing is merged yet, so drift has nothing to compare with; everything else works.
      if (name === 'isthmus-drift') expect(err).toContain('drift/nothing-merged')
      else expect([name, code]).toEqual([name, 0])
    }
  }
})

test('the workflow of init runs, with the package in place of npx', async () => {
  const workflow = load(read(work, '.github/workflows/isthmus.yml')) as Json
  const own = listAt(workflow, 'jobs', 'validate', 'steps').filter((each) => at(each, 'run') !== undefined)
  expect(own.length).toBeGreaterThan(1)
  for (const each of own) {
    const script = (textAt(each, 'run') ?? '').replace('npx --yes isthmus', 'isthmus')
    expect(script).not.toContain('npx')
    await run(script, environmentOf(each))
  }
})
