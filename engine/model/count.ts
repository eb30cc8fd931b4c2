/** `1 zone`, `3 zones`: for nouns that take an s. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
