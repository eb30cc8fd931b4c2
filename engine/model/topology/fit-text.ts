import { visible } from '../visible.ts'

/** Text for a place of so many characters: its beginning and its end, since names of one family differ there. */
export function fitText(text: string, most: number): string {
  return fitted([...visible(text)], most, columnsOf)
}

/** The same for a place of so many pixels: no character of it is drawn outside, whatever font the reader has. */
export function fitPixels(text: string, most: number, size: number): string {
  return fitted([...visible(text)], most / size, emsOf)
}

/** As wide as text may become at a size of so many pixels. */
export function pixelsOf(text: string, size: number): number {
  return sum([...visible(text)], emsOf) * size
}

function fitted(characters: readonly string[], most: number, widthOf: (character: string) => number): string {
  if (sum(characters, widthOf) <= most) return characters.join('')
  const head: string[] = []
  const tail: string[] = []
  const room = Math.max(widthOf('x'), most - widthOf('…'))
  for (let [i, j] = [0, characters.length - 1]; i <= j; ) {
    const isHead = sum(head, widthOf) <= sum(tail, widthOf) * 1.5
    const next = (isHead ? characters[i] : characters[j]) ?? ''
    if (sum([...head, ...tail, next], widthOf) > room) break
    if (isHead) head.push(next)
    else tail.unshift(next)
    if (isHead) i++
    else j--
  }
  return `${head.join('')}…${tail.join('')}`
}

function sum(characters: readonly string[], widthOf: (character: string) => number): number {
  return characters.reduce((total, each) => total + widthOf(each), 0)
}

/** In characters of middling width; those of East Asia and pictures take two. */
function columnsOf(character: string): number {
  return isWide(character) ? 2 : 1
}

/** In ems, of a bold and broad font (DejaVu Sans, as Verdana): what readers have is mostly narrower. */
function emsOf(character: string): number {
  if (isWide(character)) return 1.3
  if (/[ijlI.,:;'|! ]/.test(character)) return 0.42
  if (/[frt()[\]/-]/.test(character)) return 0.51
  if (/[mwMW@%…✓✗]/.test(character)) return 1.11
  return /[A-Z&]/.test(character) ? 0.87 : character < '\u007f' ? 0.73 : 1
}

function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{3fffd}]/u.test(
    character,
  )
}
