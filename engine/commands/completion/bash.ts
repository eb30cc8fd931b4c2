import type { Completed, CompletedOption, Offered } from './completed.ts'

/** Where nothing is offered readline completes file names itself, which knows about spaces; so files need no words here. */
export function bashScript(commands: readonly Completed[]): string {
  const names = [...commands.map((each) => each.name), 'help'].join(' ')
  return `# isthmus, for bash 3.2 and newer: source <(isthmus completion bash)
# A folder as it was typed, without its quotes; nothing of it is executed.
_isthmus_unquoted() {
  local rest="$1" all="" quote="" one
  case "$rest" in "~/"*) all="$HOME/"; rest="\${rest#"~/"}" ;; esac
  while [ -n "$rest" ]; do
    one="\${rest:0:1}"; rest="\${rest:1}"
    if [ "$one" = "$quote" ]; then quote=""
    elif [ -z "$quote" ] && { [ "$one" = "'" ] || [ "$one" = '"' ]; }; then quote="$one"
    elif [ "$one" = "\\\\" ] && [ "$quote" != "'" ]; then all="$all\${rest:0:1}"; rest="\${rest:1}"
    else all="$all$one"
    fi
  done
  printf '%s' "$all"
}
_isthmus() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="" folder="." i
  # \`--output=json\` comes as three words.
  if [ "$word" = "=" ]; then word=""; elif [ "$before" = "=" ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      -C|--directory)
        i=$((i + 1))
        [ "\${COMP_WORDS[i]}" != "=" ] || i=$((i + 1))
        folder="$(_isthmus_unquoted "\${COMP_WORDS[i]}")" ;;
      -*|=) ;;
      *) [ -n "$command" ] || command="\${COMP_WORDS[i]}" ;;
    esac
  done
  COMPREPLY=()
  if [ -z "$command" ] && [ "$before" != "-C" ] && [ "$before" != "--directory" ]; then
    COMPREPLY=($(compgen -W "${names} --help --version --directory -C" -- "$word"))
    return
  fi
  if [ "$command" = help ]; then COMPREPLY=($(compgen -W "${names}" -- "$word")); return; fi
  case "$command $before" in
${commands.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
${commands.map(commandCase).join('\n')}
  esac
}
complete -o default -F _isthmus isthmus
`
}

function valueCases({ name, options }: Completed): readonly string[] {
  return options.filter((each) => each.takesValue).map((each) => `    ${patterns(name, each)}) ${offer(each)}return ;;`)
}

function patterns(command: string, { names }: CompletedOption): string {
  return names.map((each) => `"${command} ${each}"`).join('|')
}

function offer({ words, isEnvironment }: Offered): string {
  if (isEnvironment)
    return 'COMPREPLY=($(compgen -W "$(isthmus completion environments -C "$folder" 2>/dev/null)" -- "$word")); '
  return words.length === 0 ? '' : `COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$word")); `
}

function commandCase({ name, options, argument }: Completed): string {
  const flags = options.flatMap((each) => each.names).join(' ')
  return `    ${name}) if [ "\${word#-}" != "$word" ]; then COMPREPLY=($(compgen -W "${flags}" -- "$word")); ${argument.words.length === 0 ? '' : `else ${offer(argument)}`}fi ;;`
}
