/** A file of YAML as a tree of texts; the key `0` is the first item of a list. */
export type Tree = { [key: string]: Tree | string }

/** The file with one option a line and this option set to this value, and the line of it. `file` is changed. */
export function withOption(
  file: Tree,
  pointer: string,
  value: string,
): { readonly text: string; readonly line: number } {
  const steps = pointer.split('/')
  const last = steps.pop() ?? ''
  let here = file
  for (const step of steps) {
    const next = here[step]
    here = here[step] = typeof next === 'object' ? next : {}
  }
  here[last] = `${value} # here`
  const text = written(file, '')
  return { text, line: text.split('\n').findIndex((each) => each.endsWith('# here')) + 1 }
}

function written(tree: Tree, indent: string): string {
  return Object.entries(tree)
    .map(([key, value]) => {
      const begin = key === '0' ? `${indent}-` : `${indent}${key}:`
      return typeof value === 'string' ? `${begin} ${value}\n` : `${begin}\n${written(value, `${indent}  `)}`
    })
    .join('')
}
