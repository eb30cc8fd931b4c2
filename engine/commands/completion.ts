import { components } from '../../policies/index.ts'
import { readDesiredState } from '../adapters/files.ts'
import { expandAll } from '../flows/expand-all.ts'
import { Failure } from '../model/failure.ts'
import { isDnsLabel } from '../model/names.ts'
import { suggestion } from '../model/suggest.ts'
import { bashScript } from './completion/bash.ts'
import type { Completed } from './completion/completed.ts'
import { completedOf } from './completion/completed.ts'
import { fishScript } from './completion/fish.ts'
import { zshScript } from './completion/zsh.ts'
import type { CommandDefinition } from './register.ts'

const SCRIPTS: ReadonlyMap<string, (commands: readonly Completed[]) => string> = new Map([
  ['bash', bashScript],
  ['zsh', zshScript],
  ['fish', fishScript],
])

/** `definitions`: all commands that there are, this one included. */
export const completionCommand = (definitions: () => Promise<readonly CommandDefinition[]>): CommandDefinition => ({
  usage: 'completion <shell>',
  summary: 'a completion script for bash, zsh or fish: commands, options, formats, names of environments, files',
  words: [...SCRIPTS.keys()],
  examples: [
    ['source <(isthmus completion bash)', 'in ~/.bashrc'],
    ['source <(isthmus completion zsh)', 'in ~/.zshrc, after compinit'],
    ['isthmus completion fish | source', 'in ~/.config/fish/config.fish'],
  ],
  async run({ io, common, args }) {
    const [shell = ''] = args
    if (shell === 'environments') {
      const read = await readDesiredState(common.directory)
      io.out(offeredNames(expandAll(read, components, '').names))
      return 0
    }
    const script = SCRIPTS.get(shell)
    if (script === undefined) {
      throw new Failure('usage/unknown-shell', `there is no completion for ${shell}`, {
        hint: suggestion(shell, [...SCRIPTS.keys()], 'choose bash, zsh or fish'),
      })
    }
    io.out(script((await definitions()).map(completedOf)))
    return 0
  },
})

/** A shell may execute what it is offered: nothing leaves that is more than a DNS label. */
function offeredNames(names: readonly string[]): string {
  return names
    .filter(isDnsLabel)
    .map((each) => `${each}\n`)
    .join('')
}
