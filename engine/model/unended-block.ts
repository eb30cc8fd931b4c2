/** Offsets of what a scalar holds, as parsers say them. */
interface Held {
  readonly valueStart: number
  readonly valueEnd: number
}

/**
 * Whether a block of text (`|`, `>`) is the last of its file and its last line has no line break. Kubernetes' readers (go-yaml) then
 * give the value none either; those of JavaScript add one, as if the file ended properly.
 */
export function isUnended(text: string, { valueStart, valueEnd }: Held): boolean {
  return valueEnd > valueStart && valueEnd >= text.length && !/[\r\n]$/.test(text)
}
