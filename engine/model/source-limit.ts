/** Most bytes of a file that people write. A larger one is not parsed: a megabyte made for it takes forty of memory. */
export const SOURCE_LIMIT = 1024 * 1024

/** Why a file is left out that has more bytes of UTF-8 than may be. */
export function tooLarge(limit: number) {
  return {
    rule: 'files/too-large',
    message: `the file is larger than ${limit / 1024 / 1024} MiB`,
    hint: 'split it; what people write is far smaller',
  } as const
}

export function isLarger(text: string, limit: number): boolean {
  // A character has one to three bytes.
  if (text.length > limit) return true
  return text.length * 3 > limit && new TextEncoder().encode(text).length > limit
}
