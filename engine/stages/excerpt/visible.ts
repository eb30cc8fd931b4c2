/** Characters that move the cursor, reorder text, or are not seen at all. */
function isHidden(code: number): boolean {
  return (
    code < 32 ||
    (code >= 0x7f && code <= 0x9f) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    (code >= 0xd800 && code <= 0xdfff) ||
    code === 0xad ||
    code === 0x061c ||
    code === 0xfeff ||
    (code >= 0xe0000 && code <= 0xe0fff)
  )
}

/** Text that a terminal shows as it is written: a tab becomes an arrow, other hidden characters their code point. */
export function visible(text: string): string {
  let shown = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (character === '\t') shown += '→'
    else shown += isHidden(code) ? `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>` : character
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
