/**
 * Characters that move the cursor, reorder text, or are not seen at all: controls, formats, line ends, half pairs, and the tags of plane 14;
 * and spaces that YAML does not take for one, as pages and word processors leave them.
 */
const HIDDEN = /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Zs}\u2065\u{E0000}-\u{E0FFF}]/u

/** Text that a terminal shows as it is written: a tab becomes an arrow, other hidden characters their code point. */
export function visible(text: string): string {
  let shown = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (character === '\t') shown += '→'
    else shown += HIDDEN.test(character) ? `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>` : character
  }
  return shown
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  )
}

/** Terminal columns of visible text. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const isCombining = code >= 0x300 && code <= 0x36f
    width += isWide(code) ? 2 : isCombining ? 0 : 1
  }
  return width
}
