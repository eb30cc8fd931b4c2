import { visible } from '../visible.ts'

/** Text for a place of so many characters: its beginning and its end, since names of one family differ there. */
export function fitText(text: string, most: number): string {
  const characters = [...visible(text)]
  if (widthOf(characters) <= most) return characters.join('')
  const head: string[] = []
  const tail: string[] = []
  const room = Math.max(1, most - 1)
  for (let [i, j] = [0, characters.length - 1]; i <= j; ) {
    const isHead = widthOf(head) <= widthOf(tail) * 1.5
    const next = (isHead ? characters[i] : characters[j]) ?? ''
    if (widthOf([...head, ...tail, next]) > room) break
    if (isHead) head.push(next)
    else tail.unshift(next)
    if (isHead) i++
    else j--
  }
  return `${head.join('')}…${tail.join('')}`
}

/** In characters of middling width; those of East Asia and pictures take two. */
function widthOf(characters: readonly string[]): number {
  return characters.reduce((sum, each) => sum + (isWide(each) ? 2 : 1), 0)
}

function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{3fffd}]/u.test(
    character,
  )
}
