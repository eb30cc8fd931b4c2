import type { Completed, CompletedOption, Offered } from './completed.ts'

export function fishScript(commands: readonly Completed[]): string {
  const lines = commands.flatMap((each) => [
    `complete -c isthmus -n __fish_use_subcommand -f -a ${each.name} -d ${quoted(each.summary)}`,
    ...each.options.map((option) => optionLine(each.name, option)),
    ...argumentLines(each),
  ])
  return `# isthmus, for fish: isthmus completion fish | source
function __isthmus_environments
  set -l words (commandline -opc)
  set -l folder .
  for i in (seq (count $words))
    if contains -- $words[$i] -C --directory; and test (math $i + 1) -le (count $words)
      set folder $words[(math $i + 1)]
    end
  end
  isthmus completion environments -C $folder 2>/dev/null
end
complete -c isthmus -n __fish_use_subcommand -f -a help -d 'usage of a command'
${lines.join('\n')}
`
}

function optionLine(command: string, option: CompletedOption): string {
  const names = option.names.map((each) => (each.startsWith('--') ? `-l ${each.slice(2)}` : `-s ${each.slice(1)}`))
  const value = option.takesValue ? ` ${valuePart(option)}` : ''
  return `complete -c isthmus -n ${within(command)} ${names.join(' ')}${value} -d ${quoted(option.description)}`
}

function argumentLines({ name, argument }: Completed): readonly string[] {
  if (argument.isFile && argument.words.length === 0) return []
  const words = argument.words.length === 0 ? '' : ` -a ${quoted(argument.words.join(' '))}`
  return [`complete -c isthmus -n ${within(name)} -f${words}`]
}

function valuePart({ words, isEnvironment, isFile }: Offered): string {
  if (isEnvironment) return "-x -a '(__isthmus_environments)'"
  const offered = words.length === 0 ? '' : ` -a ${quoted(words.join(' '))}`
  return isFile ? `-r -F${offered}` : `-x${offered}`
}

function within(command: string): string {
  return `'__fish_seen_subcommand_from ${command}'`
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
