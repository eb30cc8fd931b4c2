import type { Completed, CompletedOption, Offered } from './completed.ts'

export function zshScript(commands: readonly Completed[]): string {
  const described = [...commands, { name: 'help', summary: 'usage of a command' }].map(
    (each) => `    ${quoted(`${each.name}:${each.summary}`)}`,
  )
  const names = commands.map((each) => each.name).join(' ')
  return `#compdef isthmus
# isthmus, for zsh: source <(isthmus completion zsh), after compinit
_isthmus_environments() {
  local typed="\${opt_args[-C]:-\${opt_args[--directory]:-$folder}}"
  typed="\${(Q)typed}"
  [[ $typed != '~/'* ]] || typed="$HOME/\${typed#'~/'}"
  local -a names
  names=(\${(f)"$(isthmus completion environments -C "$typed" 2>/dev/null)"})
  compadd -a names
}
_isthmus() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  # A folder may stand before the command.
  local folder=.
  while [[ $words[2] == (-C|--directory|--directory=*) ]] && (( CURRENT > 2 )); do
    if [[ $words[2] == --directory=* ]]; then
      folder=\${words[2]#--directory=}
      words[2]=()
      (( CURRENT -= 1 ))
    elif (( CURRENT == 3 )); then
      _files -/
      return
    else
      folder=$words[3]
      words[2,3]=()
      (( CURRENT -= 2 ))
    fi
  done
  if (( CURRENT == 2 )); then
    if [[ $words[2] == -* ]]; then compadd -- -C --directory --help --version; return; fi
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
    help) compadd -- ${names} ;;
${commands.map(commandCase).join('\n')}
  esac
}
compdef _isthmus isthmus
`
}

function commandCase({ name, options, argument }: Completed): string {
  const parts = [...options.flatMap(optionParts), ...argumentParts(argument)]
  return `    ${name})\n      _arguments -s ${parts.join(' \\\n        ')}\n      ;;`
}

/** \`'(-o --output)'{-o,--output}'[description]:value:(text json)'\`: one of the two names is enough. */
function optionParts(option: CompletedOption): readonly string[] {
  const { names, takesValue, description } = option
  const said = `[${description.replaceAll(/[[\]\\]/g, '\\$&')}]`
  const value = takesValue ? `:value:${action(option)}` : ''
  return names.map((each) => {
    const takes = takesValue ? (each.startsWith('--') ? '=' : '+') : ''
    return quoted(`(${names.join(' ')})${each}${takes}${said}${value}`)
  })
}

function argumentParts(argument: Offered): readonly string[] {
  const does = action(argument)
  return does === ' ' ? [] : [quoted(`*:argument:${does}`)]
}

function action({ words, isEnvironment, isFile }: Offered): string {
  if (isEnvironment) return '_isthmus_environments'
  if (words.length > 0 && isFile) return `{ compadd -- ${words.join(' ')}; _files }`
  if (words.length > 0) return `(${words.join(' ')})`
  return isFile ? '_files' : ' '
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
