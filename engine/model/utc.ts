/** RFC 3339 UTC of a time in any RFC 3339 form, to the second where it has no parts of one; undefined where it is none. */
export function utcOf(time: string | undefined): string | undefined {
  const date = new Date(time ?? '')
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z')
}
