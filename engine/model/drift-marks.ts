/** Drifts that a proposal's text stands for, so that closing it can keep exactly these quiet. */
export interface DriftMark {
  readonly fingerprint: string
  readonly value: string
}

const MOST = 100
const MARKS = /<!-- isthmus-drifts:((?: [0-9a-f]{8,64}=[0-9a-f]{8,64})*) -->/g

/** One hidden line for the end of a proposal's text; the first hundred, worst first. */
export function driftMarks(drifts: readonly DriftMark[]): string {
  const marks = drifts.slice(0, MOST).map(({ fingerprint, value }) => ` ${fingerprint}=${value}`)
  return `<!-- isthmus-drifts:${marks.join('')} -->`
}

/** The marks that a text carries: the last line of them, since everything before may quote what others wrote. */
export function readDriftMarks(body: string): readonly DriftMark[] {
  const found = [...body.matchAll(MARKS)].at(-1)?.[1] ?? ''
  return found
    .split(' ')
    .filter((each) => each !== '')
    .map((each) => {
      const [fingerprint = '', value = ''] = each.split('=')
      return { fingerprint, value }
    })
}
