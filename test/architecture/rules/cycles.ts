import type { Fault } from '../rule.ts'
import type { SourceTree } from '../source-tree.ts'

/** Import cycles, types included; each once, reported at its alphabetically first file. */
export function importCycles(tree: SourceTree): readonly Fault[] {
  const found = new Map<string, Fault>()
  const finished = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) {
      const cycle = rotated(trail.slice(start))
      const [file = path, next = path] = cycle
      const line = tree.files.get(file)?.imports.find((each) => each.target === next)?.line ?? 1
      found.set(cycle.join(' '), { file, line, message: `import cycle: ${[...cycle, file].join(' → ')}` })
      return
    }
    if (finished.has(path)) return
    for (const each of tree.files.get(path)?.imports ?? []) {
      if (each.target !== undefined) visit(each.target, [...trail, path])
    }
    finished.add(path)
  }
  for (const path of tree.files.keys()) visit(path, [])
  return [...found.values()]
}

function rotated(cycle: readonly string[]): readonly string[] {
  const first = cycle.indexOf([...cycle].sort()[0] ?? '')
  return [...cycle.slice(first), ...cycle.slice(0, first)]
}
