import type { Level } from './functions.ts'
import { KEYWORDS, OPENING } from './functions.ts'

/** One action of a template: what stands between its delimiters, as tokens. */
export interface Action {
  readonly level: Level
  /** With its delimiters. */
  readonly text: string
  readonly tokens: readonly string[]
}

export interface Scanned {
  readonly actions: readonly Action[]
  /** Sentences on what does not parse. */
  readonly problems: readonly string[]
}

const TOKEN =
  /`[^`]*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'|[.$]?[A-Za-z_][\w.]*|\$|\d[\w.]*|:=|\/\*[\s\S]*?\*\/|\s+|[^\s]/g

/** The actions of a text on the levels that are executed there. Text without `{{` has none. */
export function scan(text: string, levels: readonly Level[]): Scanned {
  const actions: Action[] = []
  const problems: string[] = []
  for (let from = text.indexOf('{{'); from >= 0; ) {
    const level: Level = text.startsWith('{{hub', from) ? 'hub' : 'managed'
    const begin = from + (level === 'hub' ? 5 : 2)
    const end = closing(text, begin, level)
    if (!levels.includes(level)) {
      from = text.indexOf('{{', end ?? begin)
      continue
    }
    if (end === undefined) {
      problems.push(`\`${text.slice(from, from + 40)}\` is not closed with \`${level === 'hub' ? 'hub}}' : '}}'}\``)
      return { actions, problems }
    }
    const inside = text.slice(begin, end - (level === 'hub' ? 5 : 2))
    const tokens = (inside.match(TOKEN) ?? []).filter((each) => each.trim() !== '' && each !== '-')
    if (tokens.some((each) => /^["'`]$/.test(each))) problems.push(`a quote in \`${cut(inside)}\` is not closed`)
    actions.push({ level, text: text.slice(from, end), tokens })
    from = text.indexOf('{{', end)
  }
  return { actions, problems: [...problems, ...unbalanced(actions)] }
}

/** Where an action ends; delimiters inside quotes do not count. */
function closing(text: string, begin: number, level: Level): number | undefined {
  const closer = level === 'hub' ? 'hub}}' : '}}'
  for (let i = begin; i < text.length; i += 1) {
    if (text.startsWith(closer, i)) return i + closer.length
    const quote = text[i] ?? ''
    if (quote !== '"' && quote !== '`') continue
    for (i += 1; i < text.length && text[i] !== quote; i += 1) if (quote === '"' && text[i] === '\\') i += 1
  }
  return undefined
}

function unbalanced(actions: readonly Action[]): readonly string[] {
  return (['hub', 'managed'] as const).flatMap((level) => {
    const firsts = actions.filter((each) => each.level === level).map((each) => each.tokens[0] ?? '')
    const opened = firsts.filter((each) => OPENING.has(each)).length
    const closed = firsts.filter((each) => each === 'end').length
    if (opened === closed) return []
    return [`${opened} of \`if\`, \`range\` and \`with\` are opened and ${closed} closed with \`end\``]
  })
}

/** Names of the functions that an action calls. */
export function callsIn({ tokens }: Action): readonly string[] {
  return tokens.filter((each) => /^[A-Za-z_]\w*$/.test(each) && !KEYWORDS.has(each))
}

/** The arguments of each call of a function: the tokens that follow its name, up to the end of the command. */
export function argumentsOf({ tokens }: Action, name: string): readonly (readonly string[])[] {
  return tokens.flatMap((token, i) => {
    if (token !== name) return []
    const rest = tokens.slice(i + 1)
    const end = rest.findIndex((each) => each === '|' || each === ')')
    return [end < 0 ? rest : rest.slice(0, end)]
  })
}

/** The text of a literal; undefined for anything that is computed. */
export function literal(token: string | undefined): string | undefined {
  return token !== undefined && /^(".*"|`[\s\S]*`)$/.test(token) ? token.slice(1, -1) : undefined
}

function cut(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ')
  return line.length > 40 ? `${line.slice(0, 37)}…` : line
}
