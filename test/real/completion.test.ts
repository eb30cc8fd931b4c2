import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../engine/commands/registry.ts'
import { isthmus, newFolder } from '../engine/commands/a-shell.ts'

const folder = newFolder()
const env = {
  ...process.env,
  PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
  HOME: folder,
  XDG_CONFIG_HOME: folder,
}

beforeAll(async () => {
  for (const shell of ['zsh', 'fish']) {
    if (spawnSync(shell, ['--version']).error)
      execFileSync('apt-get', ['install', '--yes', '--no-install-recommends', shell], { stdio: 'ignore' })
    writeFileSync(join(folder, `isthmus.${shell}`), (await isthmus(folder, 'completion', shell)).out)
  }
  mkdirSync(join(folder, 'bin'))
  mkdirSync(join(folder, 'must-gather'))
  writeFileSync(join(folder, 'bin/isthmus'), '#!/bin/sh\n[ "$2" = environments ] && printf "gdw\\nshop\\n"\n', {
    mode: 0o755,
  })
}, 300_000)

/** What fish would offer, without descriptions. */
function fishOffers(line: string): readonly string[] {
  const script = `source isthmus.fish; complete -C ${JSON.stringify(line)}`
  const out = execFileSync('fish', ['--no-config', '-c', script], { cwd: folder, env, encoding: 'utf8' })
  return out.split('\n').flatMap((each) => (each === '' ? [] : [each.split('\t')[0] ?? '']))
}

/** What zsh makes of a line and a tab in a terminal of its own. */
function zshOffers(line: string): string {
  const script = `zmodload zsh/zpty
zpty z 'TERM=dumb COLUMNS=200 zsh -f -i'
zpty -w z 'PS1=; PROMPT_EOL_MARK=; autoload -U compinit && compinit -u; source ./isthmus.zsh; setopt NO_LIST_BEEP; LISTMAX=10000; bindkey "^I" expand-or-complete; echo READY'
zpty -r -m z out '*READY*READY*'
sleep 1
zpty -w -n z $'${line}\\t\\t'
sleep 2
all=
while zpty -r -t z chunk; do all+=$chunk; done
print -r -- $all
zpty -d z`
  return execFileSync('zsh', ['-f', '-c', script], { cwd: folder, env, encoding: 'utf8', timeout: 60_000 })
}

describe('fish', () => {
  test.each([
    ['isthmus va', ['validate']],
    ['isthmus drift --pub', ['--publish']],
    ['isthmus validate --output s', ['--output=sarif', 'sarif']],
    ['isthmus drift -e ', ['gdw', 'shop']],
    ['isthmus completion ', ['bash', 'fish', 'zsh']],
    ['isthmus -C must-gather va', ['validate']],
    ['isthmus -C must', ['must-gather/']],
    ['isthmus -C my\\ place drift -e ', ['shop']],
    ['isthmus --directory=. drift -e ', ['shop']],
    ['isthmus help dril', ['drill']],
    ['isthmus --v', ['--version']],
    ['isthmus drift --from ', ['contexts', 'hub', 'must-gather/']],
  ])('%s', (line, some) => {
    const offered = fishOffers(line)
    expect(
      some.some((each) => offered.includes(each)),
      offered.join(' '),
    ).toBe(true)
  })

  test('every command', () => {
    expect(fishOffers('isthmus ')).toEqual(expect.arrayContaining([...COMMANDS.keys()]))
  })
})

describe('zsh', () => {
  test('the script is read without a word', () => {
    const ran = spawnSync('zsh', ['-f', '-n', 'isthmus.zsh'], { cwd: folder, env, encoding: 'utf8' })
    expect(ran).toMatchObject({ status: 0, stderr: '' })
  })

  test.each([
    ['isthmus valid', ['validate']],
    ['isthmus drift --pub', ['--publish']],
    ['isthmus validate --output sa', ['sarif']],
    ['isthmus drift -e ', ['gdw', 'shop']],
    ['isthmus -C must-gather valid', ['validate']],
    ['isthmus -C must', ['must-gather/']],
    ['isthmus -C must-gather drift -e ', ['gdw', 'shop']],
    ['isthmus help dril', ['drill']],
    ['isthmus drift --from ', ['contexts', 'hub', 'must-gather']],
    ['isthmus drift --', ['--publish', 'open, update or close the drift proposal']],
  ])('%s', (line, words) => {
    const seen = zshOffers(line)
    for (const each of words) expect(seen).toContain(each)
  })
})
