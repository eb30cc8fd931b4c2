import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../../engine/commands/registry.ts'
import { isthmus, newFolder, write } from './a-shell.ts'

const scripts: Record<string, string> = {}
let folder = ''

beforeAll(async () => {
  folder = newFolder()
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { out } = await isthmus(folder, 'completion', shell)
    scripts[shell] = out
    write(folder, `isthmus.${shell}`, out)
  }
  mkdirSync(join(folder, 'must-gather'))
})

/** What bash offers after these words; the last one is what is being typed. Environments come from a stand-in for the command. */
function bashOffers(...words: readonly string[]): readonly string[] {
  const script = `source ./isthmus.bash
isthmus() { [ "$1 $2 $3" = "completion environments -C" ] && printf 'gdw\\nshop@%s\\n' "\${4// /_}"; }
HOME=/home/ada; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _isthmus; printf '%s\\n' "\${COMPREPLY[@]}"`
  const out = execFileSync('bash', ['--norc', '-c', script, 'bash', ...words], { cwd: folder, encoding: 'utf8' })
  return out.split('\n').filter((each) => each !== '')
}

describe('in bash', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['commands', ['isthmus', 'va'], ['validate']],
    ['commands behind a folder', ['isthmus', '-C', 'x', 'va'], ['validate']],
    ['an option of a command', ['isthmus', 'drift', '--pub'], ['--publish']],
    ['none that another command has', ['isthmus', 'validate', '--pub'], []],
    ['its formats', ['isthmus', 'validate', '--output', ''], ['text', 'json', 'sarif', 'junit', 'annotations']],
    ['and by the short name', ['isthmus', 'plan', '-o', 'm'], ['markdown']],
    ['and behind =', ['isthmus', 'drift', '--output', '=', 'ht'], ['html']],
    ['environments', ['isthmus', 'drift', '-e', 'g'], ['gdw']],
    ['environments of a folder', ['isthmus', '-C', 'there', 'drift', '--environment', 's'], ['shop@there']],
    ['in quotes', ['isthmus', '-C', "'my plat'", 'drift', '-e', 's'], ['shop@my_plat']],
    ['with escapes', ['isthmus', 'drift', '-C', 'a\\&\\ "c"', '-e', 's'], ['shop@a&_c']],
    ['at home', ['isthmus', 'drift', '-C', '~/p', '-e', 's'], ['shop@/home/ada/p']],
    ['behind =', ['isthmus', '--directory', '=', 'there', 'drift', '-e', 's'], ['shop@there']],
    ['commands behind that', ['isthmus', '--directory', '=', 'there', 'valid'], ['validate']],
    ['commands to be helped with', ['isthmus', 'help', 'dril'], ['drill']],
    ['sources', ['isthmus', 'drift', '--from', 'con'], ['contexts']],
    ['shells', ['isthmus', 'completion', ''], ['bash', 'zsh', 'fish']],
    ['kinds', ['isthmus', 'schema', 'Env'], ['Environment']],
    ['actions', ['isthmus', 'pulls', 'me'], ['merge']],
    ['nothing, so that readline offers files', ['isthmus', 'evaluate', 'rend'], []],
  ])('%s', (_, words, offered) => {
    expect(bashOffers(...words)).toEqual(offered)
  })

  test('every command, and every option of each', async () => {
    const names = [...COMMANDS.keys()]
    expect(bashOffers('isthmus', '')).toEqual(expect.arrayContaining(names))
    for (const name of names) {
      const { out } = await isthmus(folder, name, '--help')
      const flags = [...out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((each) => each[1])
      expect(flags.length, name).toBeGreaterThan(5)
      expect(bashOffers('isthmus', name, '-'), name).toEqual(expect.arrayContaining(flags))
    }
  })

  test('file names are left to readline', () => {
    expect(scripts.bash).toMatch(/complete -o default -F _isthmus isthmus/)
  })
})

describe.each(['zsh', 'fish'])('in %s', (shell) => {
  test('every command and format is there', () => {
    const script = scripts[shell] ?? ''
    for (const name of [...COMMANDS.keys(), 'annotations', 'environments']) expect(script).toContain(name)
  })

  test('quotes are closed on every line, whatever a description holds', () => {
    for (const line of (scripts[shell] ?? '').split('\n').filter((each) => !each.startsWith('#'))) {
      const bare = line.replaceAll(shell === 'zsh' ? "'\\''" : "\\'", '').replaceAll(/"[^"]*"/g, '')
      expect((bare.match(/'/g) ?? []).length % 2, line).toBe(0)
    }
  })

  test.skipIf(spawnSync(shell, ['--version']).error)('the shell itself can read it', () => {
    const ran = spawnSync(shell, ['-n', join(folder, `isthmus.${shell}`)], { encoding: 'utf8' })
    expect(ran.stderr).toBe('')
    expect(ran.status).toBe(0)
  })
})

describe('names of environments', () => {
  test('are those of the repository', async () => {
    const root = newFolder()
    await isthmus(root, 'init')
    expect(await isthmus(root, 'completion', 'environments')).toMatchObject({ code: 0, out: 'gdw\n' })
  })

  test('are never more than a name: a shell would execute it', async () => {
    const root = newFolder()
    await isthmus(root, 'init')
    const hostile = ['$(touch x)', '`touch x`', 'a;touch x', 'a\\nb']
    for (const [i, name] of hostile.entries())
      write(
        root,
        `environments/h${i}.yaml`,
        `apiVersion: isthmus.dev/v1alpha1\nkind: Environment\nmetadata: { name: "${name}" }\n`,
      )
    expect((await isthmus(root, 'completion', 'environments')).out).toBe('gdw\n')
  })
})

test('another shell', async () => {
  const ran = await isthmus(folder, 'completion', 'bsh')
  expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('bash') })
})
