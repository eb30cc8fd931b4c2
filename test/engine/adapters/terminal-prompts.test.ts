import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { terminalPrompts } from '../../../engine/adapters/terminal-prompts.ts'
import { CANCELLED } from '../../../engine/model/prompter.ts'

const ENTER = '\r'
const DOWN = '\u001B[B'
const CTRL_C = '\u0003'
const COLOURS = ['red', 'green', 'blue'].map((value) => ({ value, label: value.toUpperCase() }))

/** A terminal that is a pair of streams: keys go in one at a time, as a person presses them. */
function aTerminal() {
  const input = new PassThrough()
  const output = new PassThrough()
  let seen = ''
  output.on('data', (chunk: Buffer) => {
    seen += chunk.toString('utf8')
  })
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) {
      await new Promise((resolve) => setTimeout(resolve, 15))
      input.write(key)
    }
  }
  return { ask: terminalPrompts({ input, output }), press, seen: () => seen }
}

describe('questions on a terminal', () => {
  test('text: what stands there is taken, or added to; what is refused is said and asked again', async () => {
    const { ask, press, seen } = aTerminal()
    const taken = ask.text({ message: 'Name', initial: 'shop' })
    await press(ENTER)
    expect(await taken).toBe('shop')
    const refuse = (answer: string) => (answer.endsWith('!') ? 'no shouting' : undefined)
    const mended = ask.text({ message: 'Name', initial: 'shop', refuse })
    await press('!', ENTER, '\u007F', ENTER)
    expect(await mended).toBe('shop')
    expect(seen()).toContain('no shouting')
  })

  test('text: an example is no answer, and that is said where nothing was typed', async () => {
    const { ask, press, seen } = aTerminal()
    const refuse = (answer: string) => (/^[a-z]+$/.test(answer) ? undefined : 'small letters only')
    const asked = ask.text({ message: 'Region', example: 'nearby', refuse })
    await press(ENTER)
    expect(seen()).toContain('type one: nearby is an example')
    await press('7', ENTER)
    expect(seen()).toContain('small letters only')
    await press('\u007F', 'x', ENTER)
    expect(await asked).toBe('x')
  })

  test('choose, choose some, confirm', async () => {
    const { ask, press } = aTerminal()
    const one = ask.choose({ message: 'Colour', choices: COLOURS, initial: 'green' })
    await press(DOWN, ENTER)
    expect(await one).toBe('blue')
    const some = ask.chooseSome({ message: 'Colours', choices: COLOURS, initial: ['red', 'green'] })
    await press(' ', ENTER)
    expect(await some).toEqual(['green'])
    const sure = ask.confirm({ message: 'Sure?', initial: true })
    await press('n')
    expect(await sure).toBe(false)
  })

  test.each(['text', 'choose', 'confirm'] as const)('Ctrl-C leaves %s', async (kind) => {
    const { ask, press } = aTerminal()
    const asked = {
      text: () => ask.text({ message: 'Name' }),
      choose: () => ask.choose({ message: 'Colour', choices: COLOURS, initial: 'red' }),
      confirm: () => ask.confirm({ message: 'Sure?', initial: true }),
    }[kind]()
    const failed = expect(asked).rejects.toMatchObject({ code: CANCELLED })
    await press(CTRL_C)
    await failed
  })

  test('what is shown stands there', () => {
    const { ask, seen } = aTerminal()
    ask.show('New files', 'environments/shop.yaml')
    expect(seen()).toMatch(/New files[\s\S]*environments\/shop.yaml/)
  })
})
