import { clustersText } from '../../model/drift-words.ts'
import type { Markup } from '../../model/markup.ts'
import { html } from '../../model/markup.ts'
import type { Temporary } from '../../model/temporary.ts'
import { visible } from '../../model/visible.ts'
import { code, plain } from './markdown.ts'

export const TEMPORARY_TITLE = 'Holds for a while: pauses, exceptions and overrides'

/** One line each, for a terminal. */
export function temporaryText(all: readonly Temporary[]): readonly string[] {
  return all.map((each) => visible(sentence(each)))
}

/** One item each, for Markdown. */
export function temporaryMarkdown(all: readonly Temporary[]): readonly string[] {
  return all.map((each) => {
    const { file, line } = each.source
    return `- ${plain(sentence(each))} (${code(`${file}:${line}`)})`
  })
}

export function temporaryHtml(all: readonly Temporary[]): readonly Markup[] {
  return all.map((each) => html`<li>${sentence(each)} (<code>${each.source.file}:${each.source.line}</code>)</li>`)
}

function sentence({ kind, name, what, clusters, until, because, owner, hasEnded }: Temporary): string {
  const end = hasEnded ? `ended ${until}, remove it` : `until ${until}`
  const who = owner === undefined ? '' : `, ${owner}`
  return `${kind}${name === '' ? '' : ` ${name}`}: ${what} on ${clustersText(clusters)}, ${end}, because ${because}${who}`
}
