import { Failure } from '../model/failure.ts'
import type { CommandDefinition } from './register.ts'

const OPTIONS = '--directory --output --environment --quiet --verbose --help'

function scripts(commands: string): Readonly<Record<string, string>> {
  return {
    bash: `_isthmus() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W "${commands}" -- "$word"))
  elif [ "\${word#-}" != "$word" ]; then COMPREPLY=($(compgen -W "${OPTIONS}" -- "$word"))
  else COMPREPLY=($(compgen -f -- "$word")); fi
}
complete -F _isthmus isthmus
`,
    zsh: `#compdef isthmus
_isthmus() {
  if (( CURRENT == 2 )); then compadd ${commands}
  elif [[ $words[CURRENT] == -* ]]; then compadd -- ${OPTIONS}
  else _files; fi
}
compdef _isthmus isthmus
`,
    fish: `complete -c isthmus -n __fish_use_subcommand -f -a "${commands}"
complete -c isthmus -n "not __fish_use_subcommand" -a "${OPTIONS}"
`,
  }
}

/** `names`: the commands that there are, this one included. */
export const completionCommand = (names: readonly string[]): CommandDefinition => ({
  usage: 'completion <shell>',
  summary: 'a completion script for bash, zsh or fish',
  examples: [['source <(isthmus completion bash)', 'in ~/.bashrc']],
  run({ io, args }) {
    const script = new Map(Object.entries(scripts([...names, 'help'].join(' ')))).get(args[0] ?? '')
    if (script === undefined) {
      throw new Failure('usage/unknown-shell', `there is no completion for ${args[0] ?? ''}`, {
        hint: 'choose bash, zsh or fish',
      })
    }
    io.out(script)
    return Promise.resolve(0)
  },
})
