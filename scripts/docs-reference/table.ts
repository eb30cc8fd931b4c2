/** A row of a Markdown table. */
export function row(cells: readonly string[]): string {
  const clean = (cell: string) => cell.replaceAll(/\\?\|/g, '\\|').replaceAll(/\s+/g, ' ').trim()
  return `| ${cells.map(clean).join(' | ')} |`.replaceAll('|  |', '| |')
}

export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``
}
