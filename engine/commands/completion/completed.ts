import { Command } from 'commander'
import type { CommandDefinition } from '../register.ts'
import { addOptions } from '../register.ts'

/** What a shell offers where a value stands: words, names of environments, files, or nothing. */
export interface Offered {
  readonly words: readonly string[]
  readonly isEnvironment: boolean
  readonly isFile: boolean
}

export interface CompletedOption extends Offered {
  /** `-o` and `--output`, or the long one alone. */
  readonly names: readonly string[]
  readonly takesValue: boolean
  readonly description: string
}

/** One command, as far as a shell completes it. */
export interface Completed {
  readonly name: string
  readonly summary: string
  readonly options: readonly CompletedOption[]
  /** Of its arguments; all of them alike. */
  readonly argument: Offered
}

const FILES = new Set(['file', 'files', 'dir', 'directory', 'where', 'policy'])

export function completedOf(definition: CommandDefinition): Completed {
  const command = addOptions(new Command(definition.usage.split(' ')[0]), definition)
  const [name = '', ...placeholders] = definition.usage.split(' ')
  const options = command.options.map((each): CompletedOption => {
    const takesValue = each.required || each.optional
    const given = definition.options?.find(([flags]) => flags === each.flags)?.[2] ?? []
    return {
      names: [each.short, each.long].filter((flag) => flag !== undefined && flag !== null),
      takesValue,
      description: each.description,
      words: each.argChoices ?? given,
      isEnvironment: each.long === '--environment',
      isFile: takesValue && FILES.has(placeholderOf(each.flags)),
    }
  })
  const help: CompletedOption = {
    names: ['-h', '--help'],
    takesValue: false,
    description: 'usage and examples',
    ...NOTHING,
  }
  const words = definition.words ?? []
  const isFile = placeholders.some((each) => FILES.has(placeholderOf(each)))
  return {
    name,
    summary: definition.summary,
    options: [...options, help],
    argument: { words, isFile, isEnvironment: false },
  }
}

const NOTHING: Offered = { words: [], isEnvironment: false, isFile: false }

/** `file` of `--answers <file>` and of `[files...]`. */
function placeholderOf(flags: string): string {
  return /[<[]([a-z]+)/.exec(flags)?.[1] ?? ''
}
