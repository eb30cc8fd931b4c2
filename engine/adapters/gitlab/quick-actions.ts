/**
 * GitLab takes a line that begins with `/close`, `/merge` or the like for a command of whoever writes it, and our texts quote
 * others. A space before it makes it text; `unguarded` takes that away again.
 */
export function guarded(text: string): string {
  return text.replaceAll(/^( *)\//gm, ' $1/')
}

export function unguarded(text: string): string {
  return text.replaceAll(/^ ( *)\//gm, '$1/')
}
