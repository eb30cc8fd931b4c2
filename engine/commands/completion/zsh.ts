import type { Completed, CompletedOption, Offered } from './completed.ts'

export function zshScript(commands: readonly Completed[]): string {
  const described = [...commands, { name: 'help', summary: 'usage of a command' }].map(
    (each) => `    ${quoted(`${each.name}:${each.summary}`)}`,
  )
  return `#compdef isthmus
# isthmus, for zsh: source <(isthmus completion zsh), after compinit
_isthmus_environments() {
  local folder="\${opt_args[-C]:-\${opt_args[--directory]:-.}}"
  local -a names
  names=(\${(f)"$(isthmus completion environments -C "\${(Q)folder}" 2>/dev/null)"})
  compadd -a names
}
_isthmus() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
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
