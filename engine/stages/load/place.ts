import type { Place } from '../../model/finding.ts'

/** Turns offsets of a file's text into places; lines are counted on first use only. */
export function placesOf(file: string, text: string): (offset: number) => Place {
  const starts: number[] = []
  const count = () => {
    starts.push(0)
    for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length)
  }
  return (offset) => {
    if (starts.length === 0) count()
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { file, line: low + 1, column: Math.max(0, offset - (starts[low] ?? 0)) + 1 }
  }
}
