const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
/** Of a number in base 2, 8 or 16: what is larger is text. */
const TOO_LARGE = 2 ** 64

/** Numbers as Go's YAML readers take them: `0644` is octal, underscores do not count, base 60 does not exist. */
export function readInteger(source: string): number | undefined {
  const match = INTEGER.exec(source.replaceAll('_', ''))
  if (!match) return undefined
  const [, sign, hex, binary, octal, decimal] = match
  const value =
    hex !== undefined
      ? Number.parseInt(hex, 16)
      : binary !== undefined
        ? Number.parseInt(binary, 2)
        : octal !== undefined
          ? Number.parseInt(octal, 8)
          : Number(decimal)
  if (decimal === undefined && value >= TOO_LARGE) return undefined
  return sign === '-' && value !== 0 ? -value : value
}

/** What no float can hold is text, as in the original: a commit such as `12e4567`. */
export function readFloat(source: string): number | undefined {
  const plain = source.replaceAll('_', '')
  const value = FLOAT.test(plain) ? Number(plain) : undefined
  return value !== undefined && Number.isFinite(value) ? value : undefined
}
