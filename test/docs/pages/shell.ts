import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Duplex, Readable } from 'node:stream'
import type { Io } from '../../../engine/commands/io.ts'
import { paletteFor } from '../../../engine/commands/io.ts'
import { main } from '../../../engine/commands/main.ts'

export interface Answer {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A real shell in which `isthmus` runs in this process: a process for each call would cost half a second. */
export interface Shell {
  run(script: string): Promise<Answer>
  /** Directory that the shell is in. */
  directory(): string
  close(): void
}

/** Reads commands, and asks over descriptor 3 for what `isthmus` is to do; the answer's exit code comes on 4. */
const PROGRAM = `
isthmus() {
  if [ "$1" = krm ]; then cat > "$SHELL_IO/in"; fi
  printf '%s\\0' call "$PWD" "$#" "$@" >&3
  read -r isthmus_code <&4
  cat "$SHELL_IO/call-out"
  cat "$SHELL_IO/call-err" >&2
  return "$isthmus_code"
}
while read -r step <&4; do
  . "$step" >"$SHELL_IO/out" 2>"$SHELL_IO/err" </dev/null
  printf '%s\\0' done "$PWD" 1 "$?" >&3
done
`

export const PERSON = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
}

export function openShell(cwd: string, io: string, now: () => string): Shell {
  mkdirSync(io, { recursive: true })
  const env = { ...process.env, ...PERSON, SHELL_IO: io }
  const child = spawn('sh', ['-c', PROGRAM], { cwd, env, stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] })
  const asked = messages(child.stdio[3] as Readable)
  const answers = child.stdio[4] as Duplex
  const text = (name: string) => readFileSync(join(io, name), 'utf8')
  let directory = cwd
  let count = 0

  return {
    directory: () => directory,
    close: () => void child.kill(),
    async run(script) {
      count += 1
      const path = join(io, `step-${count}`)
      writeFileSync(path, `${script}\n`)
      answers.write(`${path}\n`)
      for (;;) {
        const { value, done } = await asked.next()
        if (done) throw new Error(`the shell ended in\n${script}\n${text('err')}`)
        directory = value.directory
        if (value.kind === 'done') return { code: Number(value.args[0]), out: text('out'), err: text('err') }
        const ran = await isthmus(directory, value.args, { io, now })
        writeFileSync(join(io, 'call-out'), ran.out)
        writeFileSync(join(io, 'call-err'), ran.err)
        answers.write(`${ran.code}\n`)
      }
    },
  }
}

interface Message {
  readonly kind: string
  readonly directory: string
  readonly args: readonly string[]
}

/** Fields end with NUL: kind, directory, number of arguments, arguments. */
async function* messages(stream: Readable): AsyncGenerator<Message, undefined> {
  let fields: string[] = []
  let rest = ''
  for await (const chunk of stream) {
    const parts = (rest + String(chunk)).split('\0')
    rest = parts.pop() ?? ''
    fields = [...fields, ...parts]
    for (;;) {
      const [kind, directory, number] = fields
      if (kind === undefined || directory === undefined || number === undefined) break
      const size = 3 + Number(number)
      if (fields.length < size) break
      yield { kind, directory, args: fields.slice(3, size) }
      fields = fields.slice(size)
    }
  }
  return undefined
}

async function isthmus(
  cwd: string,
  args: readonly string[],
  { io: folder, now }: { readonly io: string; readonly now: () => string },
): Promise<Answer> {
  let out = ''
  let err = ''
  const io: Io = {
    cwd,
    env: { ...process.env, ...PERSON },
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    isTerminal: false,
    palette: paletteFor(false),
    now,
    stdin: () => Promise.resolve(readFileSync(join(folder, 'in'), 'utf8')),
  }
  const code = await main(['node', 'isthmus', ...args], io)
  return { code, out, err }
}
