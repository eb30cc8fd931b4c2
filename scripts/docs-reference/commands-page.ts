import { Command } from 'commander'
import { paletteFor } from '../../engine/commands/io.ts'
import type { CommandDefinition } from '../../engine/commands/register.ts'
import { exitTwoOf, register } from '../../engine/commands/register.ts'
import { COMMANDS } from '../../engine/commands/registry.ts'
import { code, row } from './table.ts'

const INTRODUCTION = `# Commands

Made by \`npm run docs\` from the commands themselves; do not edit. After this page you know what each command takes, prints and exits with.

In a checkout of this project \`npm run -s isthmus -- ARGS\` is \`isthmus ARGS\`. \`isthmus --version\` prints the version, \`isthmus COMMAND --help\` what stands here.

## For every command

| exit code | says |
|---|---|
| 0 | clean; warnings alone are clean |
| 1 | something failed: bad usage, a file that cannot be opened, a service that cannot be reached. What to do is on stderr |
| 2 | looked, and found something: see each command |

Results go to stdout, logs and what failed to stderr. Colour and progress only on a terminal; \`NO_COLOR\` is obeyed. What JSON promises: [JSON](json/README.md).

`

const VARIABLES = `## Environment variables

| variable | what |
|---|---|
| \`KUBECONFIG\` | kubeconfigs of \`--from hub\` and \`--from contexts\`, as kubectl reads it; else \`~/.kube/config\`, in a pod its ServiceAccount |
| \`HTTPS_PROXY\`, \`HTTP_PROXY\`, \`ALL_PROXY\`, \`NO_PROXY\` | [proxies](../how-to/networks.md#proxies), in either case of letters |
| \`NODE_EXTRA_CA_CERTS\` | further authorities for forge and chats; [one's own](../how-to/networks.md#authorities-of-ones-own) |
| \`NO_COLOR\`, \`TERM=dumb\` | no colour |
| \`GIT_*\` | as Git reads them |
| any other | where \`isthmus.yaml\` refers to it: \`{ env: NAME }\` |
`

/** The page of all commands, from their definitions as commander registers them. */
export async function commandsPage(): Promise<string> {
  const definitions = await Promise.all([...COMMANDS].map(async ([name, load]) => [name, await load()] as const))
  const [, first] = definitions[0] ?? []
  const common = first ? commandOf({ ...first, options: [], formats: ['text', 'json'] }) : undefined
  return [
    INTRODUCTION,
    optionTable(common),
    '',
    ...definitions.flatMap(([name, definition]) => section(name, definition, namesOf(common))),
    VARIABLES,
  ].join('\n')
}

/** What every command takes stands once at the top; a command shows what it adds, and other formats. */
function section(name: string, definition: CommandDefinition, common: ReadonlySet<string>): readonly string[] {
  const command = commandOf(definition)
  const formats = definition.formats ?? ['text', 'json']
  const own = command.options.filter((each) => !common.has(each.attributeName()))
  const two = exitTwoOf(definition)
  const usage = [...definition.usage.split(' '), ...(own.length > 0 ? ['[options]'] : [])].join(' ')
  return [
    `## ${name}`,
    '',
    `${sentence(definition.summary)}`,
    '',
    code(`isthmus ${usage}`),
    '',
    ...(own.length > 0 ? [optionRows(own), ''] : []),
    `Prints ${formats.map(code).join(', ')}. Exits 0 or 1${two === undefined ? '' : `; 2: ${two}`}.`,
    '',
    '| example | what |',
    '|---|---|',
    ...definition.examples.map(([line, meaning]) => row([code(line), meaning])),
    '',
  ]
}

function commandOf(definition: CommandDefinition): Command {
  const program = new Command('isthmus')
  const io = { cwd: '.', env: {}, out() {}, err() {}, isTerminal: false, palette: paletteFor(false), now: () => '' }
  register(program, definition, io, () => {})
  const [command] = program.commands
  if (!command) throw new Error(`${definition.usage} was not registered`)
  return command
}

function namesOf(command: Command | undefined): ReadonlySet<string> {
  return new Set(command?.options.map((each) => each.attributeName()))
}

function optionTable(command: Command | undefined): string {
  return optionRows(command?.options ?? [])
}

function optionRows(options: Command['options']): string {
  const rows = options.map((each) => {
    const choices = each.argChoices ? `: ${each.argChoices.map(code).join(', ')}` : ''
    const value = each.defaultValue === undefined ? '' : code(String(each.defaultValue))
    return row([code(each.flags), `${each.description}${each.attributeName() === 'output' ? '' : choices}`, value])
  })
  return ['| option | what | default |', '|---|---|---|', ...rows].join('\n')
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
}
