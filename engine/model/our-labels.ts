const COMMENT = /<!-- isthmus-labels:([^\s>]*) -->\n?/g

/** Hidden in a body: the labels that are ours, so that those of people stay when ours change. */
export function labelsComment(labels: readonly string[]): string {
  return `<!-- isthmus-labels:${labels.map(encodeURIComponent).join(',')} -->\n`
}

export function withoutLabelsComment(body: string): string {
  return body.replaceAll(COMMENT, '')
}

/** Labels of a proposal after an update: those of the draft, and what people added. */
export function labelsAfter(body: string, present: readonly string[], wanted: readonly string[]): readonly string[] {
  const listed = [...body.matchAll(COMMENT)].at(-1)?.[1] ?? ''
  const ours = new Set(listed.split(','))
  return [...new Set([...wanted, ...present.filter((each) => !ours.has(encodeURIComponent(each)))])]
}
