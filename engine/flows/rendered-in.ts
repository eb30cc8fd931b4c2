import { readRendered } from '../stages/read-rendered.ts'

type Files = ReadonlyMap<string, string>

// It only remembers what its key says anyway: the parts of one look, and every look until the next merge, ask for the same.
const READ = new WeakMap<Files, Map<string, ReturnType<typeof readRendered>>>()

/** `rendered/<environment>/` read back, once for the same files. */
export function renderedIn(environment: string, files: Files): ReturnType<typeof readRendered> {
  const known = READ.get(files) ?? new Map<string, ReturnType<typeof readRendered>>()
  READ.set(files, known)
  const read = known.get(environment) ?? readRendered(environment, files)
  known.set(environment, read)
  return read
}
