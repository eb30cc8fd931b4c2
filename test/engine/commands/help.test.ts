import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { addOptions } from '../../../engine/commands/register.ts'
import { COMMANDS } from '../../../engine/commands/registry.ts'
import { isthmus, newFolder } from './a-shell.ts'

/** Words of a command line up to what the shell takes; quotes hold words together. */
function wordsOf(line: string): readonly string[] {
  const [own = ''] = line.split(/ [|<>&] ?| && |\)/)
  return [...own.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((each) => each[1] ?? each[2] ?? each[3] ?? '')
}

/** The call of isthmus in an example, without its name; another program may stand before it. */
function callIn(line: string): readonly string[] | undefined {
  const at = /(?:^|[\s(])isthmus (?=\S)/.exec(line)
  return at ? wordsOf(line.slice(at.index + at[0].length)) : undefined
}

describe.each([...COMMANDS])('%s', (name, load) => {
  test('has an example, and every example is a call that its own options take', async () => {
    const definition = await load()
    expect(definition.examples.length).toBeGreaterThan(0)
    for (const [line, meaning] of definition.examples) {
      expect(meaning.length, line).toBeGreaterThan(3)
      const call = callIn(line)
      if (call === undefined) continue
      const program = new Command('isthmus').exitOverride().configureOutput({ writeErr: () => {} })
      program.option('-C, --directory <dir>')
      const command = addOptions(program.command(definition.usage), definition).exitOverride()
      let ran = false
      command.action(() => {
        ran = true
      })
      await program.parseAsync(['node', 'isthmus', ...call])
      expect(ran, line).toBe(true)
    }
    expect(definition.examples.some(([line]) => callIn(line)?.includes(name))).toBe(true)
  })

  test('its help shows them, and its options with a description', async () => {
    const { out, code } = await isthmus(newFolder(), name, '--help')
    expect(code).toBe(0)
    const { examples, options = [] } = await load()
    for (const [line] of examples) expect(out).toContain(line)
    for (const [flags, description] of options) {
      expect(out).toContain(flags)
      expect(description.length, flags).toBeGreaterThan(3)
    }
  })
})
