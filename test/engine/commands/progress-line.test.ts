import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Io } from '../../../engine/commands/io.ts'
import { paletteFor } from '../../../engine/commands/io.ts'
import { main } from '../../../engine/commands/main.ts'
import { withProgress } from '../../../engine/commands/progress-line.ts'
import { isthmus, newFolder } from './a-shell.ts'

const ESC = String.fromCharCode(27)
const CODES = new RegExp(`${ESC}\\[1A|${ESC}\\[2K|[\\r\\n]|[^${ESC}\\r\\n]+`, 'g')

/** A terminal of a width whose time passes when told, and what it shows: lines rewritten as the escape codes say. */
function aTerminal(columns = 60) {
  let now = 0
  let raw = ''
  let timers: { readonly ms: number; readonly work: () => void; next: number }[] = []
  const lines = ['']
  const put = (text: string) => {
    raw += text
    for (const [part] of text.matchAll(CODES)) {
      if (part === '\u001b[1A') lines.pop()
      else if (part === '\u001b[2K') lines[lines.length - 1] = ''
      else if (part === '\n') lines.push('')
      else if (part !== '\r') lines[lines.length - 1] += part
    }
  }
  const screen = {
    columns: () => columns,
    clock: () => now,
    every(ms: number, work: () => void) {
      const timer = { ms, work, next: now + ms }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
  }
  const io: Io = {
    cwd: '.',
    env: {},
    out: put,
    err: put,
    isTerminal: true,
    palette: paletteFor(false),
    now: () => '2026-03-04T05:06:07Z',
    screen,
  }
  return {
    io,
    screen,
    shown: () => lines.join('\n'),
    raw: () => raw,
    timers: () => timers.length,
    /** Time passes, and timers come due. */
    wait(ms: number) {
      for (const end = now + ms; now < end; ) {
        now = Math.min(end, ...timers.map((each) => each.next))
        for (const each of timers.filter((timer) => timer.next <= now)) {
          each.next += each.ms
          each.work()
        }
      }
    },
    /** Time passes while something computes: no timer runs. */
    compute(ms: number) {
      now += ms
    },
  }
}

function started(columns?: number) {
  const terminal = aTerminal(columns)
  const { io, close } = withProgress(terminal.io, terminal.screen)
  const { progress } = io
  if (progress === undefined) throw new Error('no progress')
  return { ...terminal, io, close, progress }
}

describe('the line of progress', () => {
  test('short work shows nothing, and leaves no timer', () => {
    const { progress, wait, raw, timers } = started()
    progress.step(0, 3, 'looking at cluster1')
    wait(1000)
    progress.step(2, 3, 'looking at cluster3')
    wait(900)
    progress.step(3, 3, '')
    wait(10_000)
    expect([raw(), timers()]).toEqual(['', 0])
  })

  test('after two seconds it is there, moves every second, and goes', () => {
    const { progress, wait, shown, close } = started()
    progress.step(1, 4, 'looking at cluster2')
    wait(2000)
    expect(shown()).toBe('[#####---------------] 1/4 2 s  looking at cluster2\n')
    wait(1000)
    expect(shown()).toBe('[#####---------------] 1/4 3 s  looking at cluster2\n')
    wait(100)
    progress.step(2, 4, 'looking at cluster3')
    expect(shown()).toBe('[##########----------] 2/4 3 s  looking at cluster3\n')
    close()
    expect(shown()).toBe('')
  })

  test('steps alone draw it while no timer can run, many of a moment once', () => {
    const { progress, compute, raw, shown } = started()
    for (let i = 0; i < 300; i++) {
      progress.step(i, 300, `expanding e${i}`)
      compute(10)
    }
    expect(shown()).toMatch(/^\[#{19,20}-?\] 29\d\/300 2 s {2}expanding e29\d\n$/)
    expect(raw().match(/expanding/g)?.length).toBe(10)
  })

  test('work of unknown size counts', () => {
    const { progress, wait, shown } = started()
    progress.step(7, 0, 'descriptions tried')
    wait(2500)
    expect(shown()).toBe('7 2 s  descriptions tried\n')
    progress.end()
    expect(shown()).toBe('')
  })

  test('two short works in a row are no long one', () => {
    const { progress, wait, raw } = started()
    for (let i = 0; i < 5; i++) {
      progress.step(0, 1, 'looking')
      wait(1500)
      progress.step(1, 1, '')
    }
    expect(raw()).toBe('')
  })

  test('names of others cannot move the cursor, and nothing wraps', () => {
    const { progress, wait, shown, raw } = started(40)
    progress.step(0, 2, 'reading \u001b[2Jevil\u202e東京'.repeat(9))
    wait(2000)
    expect(shown()).toBe('[--------------------] 0/2 2 s  reading\n')
    expect(raw()).not.toContain('\u001b[2J')
  })

  test('the cursor is at the beginning of a line whenever somebody may interrupt', () => {
    const { progress, wait, raw } = started()
    progress.step(0, 2, 'looking')
    for (let i = 0; i < 5; i++) {
      wait(1000)
      expect(raw()).toMatch(/^$|\n$/)
    }
    // Nothing hides the cursor or colours.
    const codes = raw().split(ESC).slice(1)
    expect([...new Set(codes.map((each) => each.slice(0, 3)))]).toEqual(['[1A', '[2K'])
  })

  test('what a command left behind shows nothing any more', () => {
    const { progress, close, wait, raw, timers } = started()
    close()
    progress.step(0, 2, 'still asking')
    wait(5000)
    expect([raw(), timers()]).toEqual(['', 0])
  })

  test('outputs stand as if there had been no progress, whatever the order', () => {
    const event = fc.oneof(
      fc.record({ type: fc.constant('step' as const), done: fc.nat(4), what: fc.string() }),
      fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 4000 }) }),
      fc.record({ type: fc.constantFrom('out' as const, 'err' as const), text: fc.stringMatching(/^[a-z]{1,9}$/) }),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const { io, progress, wait, shown, close } = started()
        let said = ''
        for (const each of events) {
          if (each.type === 'step') progress.step(each.done, 4, each.what)
          else if (each.type === 'wait') wait(each.ms)
          else {
            io[each.type](`${each.text}\n`)
            said += `${each.text}\n`
          }
        }
        close()
        expect(shown()).toBe(said)
      }),
      { numRuns: 100 },
    )
  })
})

describe('a command', () => {
  /** Every look at the clock takes three seconds, so that any work is long. */
  async function run(...args: readonly string[]) {
    const { io, compute, raw, screen } = aTerminal(200)
    const clock = () => {
      compute(3000)
      return screen.clock()
    }
    const code = await main(['node', 'isthmus', ...args], { ...io, screen: { ...screen, clock } })
    return { code, raw: raw() }
  }

  test('shows it where a terminal is watched, not with --quiet, and not in a log', async () => {
    const folder = newFolder()
    await isthmus(folder, 'init', '.')
    for (const command of ['validate', 'expand']) {
      const shown = await run(command, '-C', folder, '--output', 'json')
      expect(shown.raw).toContain('expanding gdw')
      expect(JSON.parse(shown.raw.slice(shown.raw.indexOf('{')))).toHaveProperty('findings')
      expect((await run(command, '-C', folder, '--quiet')).raw).not.toContain('expanding')
    }
    expect((await isthmus(folder, 'validate')).err).not.toContain(ESC)
  })

  test('takes it away before it says why it failed', async () => {
    const folder = newFolder()
    await isthmus(folder, 'init', '.')
    const { raw, code } = await run('simulate', '--lose', 'nowhere', '-C', folder)
    expect(code).toBe(1)
    expect(raw.split(`${ESC}[1A${ESC}[2K`).at(-1)).toMatch(/^\r?error usage\/unknown-loss/)
  })
})
