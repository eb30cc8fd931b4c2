import type { Completed, CompletedOption, Offered } from './completed.ts'

export function fishScript(commands: readonly Completed[]): string {
  const names = commands.map((each) => each.name).join(' ')
  const lines = commands.flatMap((each) => [
    `complete -c isthmus -n __isthmus_is_bare -f -a ${each.name} -d ${quoted(each.summary)}`,
    ...each.options.map((option) => optionLine(each.name, option)),
    ...argumentLines(each),
  ])
  return `# isthmus, for fish: isthmus completion fish | source
${FUNCTIONS}
complete -c isthmus -n __isthmus_is_bare -s C -l directory -r -F -d 'work in this directory'
complete -c isthmus -n __isthmus_is_bare -s h -l help -d 'usage and examples'
complete -c isthmus -n __isthmus_is_bare -s V -l version -d 'the version'
complete -c isthmus -n __isthmus_is_bare -f -a help -d 'usage of a command'
complete -c isthmus -n '__isthmus_is_in help' -f -a '${names}'
${lines.join('\n')}
`
}

/** A folder may stand before the command, and is none. */
const FUNCTIONS = `function __isthmus_command
  set -l words (commandline -opc)
  set -e words[1]
  while set -q words[1]
    switch $words[1]
      case -C --directory
        set -e words[1]
        set -q words[1]; and set -e words[1]
      case '-*'
        set -e words[1]
      case '*'
        echo $words[1]
        return
    end
  end
end
function __isthmus_is_bare
  set -l command (__isthmus_command)
  test -z "$command"
end
function __isthmus_is_in
  set -l command (__isthmus_command)
  test "$command" = $argv[1]
end
function __isthmus_environments
  set -l words (commandline -opc)
  set -l folder .
  for i in (seq (count $words))
    if contains -- $words[$i] -C --directory; and test (math $i + 1) -le (count $words)
      set folder $words[(math $i + 1)]
    else if string match -q -- '--directory=*' $words[$i]
      set folder (string replace -- '--directory=' '' $words[$i])
    end
  end
  isthmus completion environments -C (string replace -r -- '^~/' "$HOME/" $folder) 2>/dev/null
end`

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
  return `'__isthmus_is_in ${command}'`
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
