/** Half a character, which a cut leaves, is no text that can be sent: receivers refuse the whole message for it. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** Text that others wrote, for a terminal: control and direction characters become `\u{…}`, so that they cannot move the cursor or turn the text around. Line breaks and tabs stay in `visibleLines`. */
export function visible(text: string): string {
  return text.replaceAll(HIDDEN, escaped)
}

export function visibleLines(text: string): string {
  return text.replaceAll(HIDDEN, (each) => (each === '\n' || each === '\t' ? each : escaped(each)))
}

/** The same on one line. */
export function visibleLine(text: string): string {
  return visibleLines(text).replaceAll(/\s+/g, ' ')
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`
}
