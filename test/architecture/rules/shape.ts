import type { Fault } from '../rule.ts'
import type { SourceFile, SourceTree } from '../source-tree.ts'
import { child, children } from '../syntax.ts'
import { zoneOf } from '../zones.ts'

/** A file past this hides a second noun. */
export const MAX_LINES = 250
/** A function past this does not fit a screen. */
export const MAX_FUNCTION_LINES = 60
/** A flow reads as a list. */
export const MAX_FLOW_LINES = 40

export function longFiles(tree: SourceTree): readonly Fault[] {
  return each(tree, (file) => {
    const lines = file.text.trimEnd().split('\n').length
    return lines > MAX_LINES ? [{ line: MAX_LINES + 1, message: `${lines} lines, over ${MAX_LINES}` }] : []
  })
}

export function longFunctions(tree: SourceTree): readonly Fault[] {
  return each(tree, (file) => {
    const limit = zoneOf(file.path)?.name === 'flow' ? MAX_FLOW_LINES : MAX_FUNCTION_LINES
    return file.visits.flatMap(({ node }) => {
      if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return []
      const lines = file.text.slice(node.start, Number(node.end)).split('\n').length
      return lines > limit ? [{ line: file.lineOf(node), message: `a function of ${lines} lines, over ${limit}` }] : []
    })
  })
}

/** Files that only pass on what others export. */
export function barrels(tree: SourceTree): readonly Fault[] {
  return each(tree, (file) => {
    const body = children(file.program, 'body')
    const passedOn = body.filter(({ type, source }) => /^Export(All|Named)Declaration$/.test(type) && source)
    const isBarrel =
      passedOn.length > 0 && body.every((node) => passedOn.includes(node) || node.type === 'ImportDeclaration')
    return isBarrel && file.path !== 'policies/index.ts'
      ? [{ line: 1, message: 'only re-exports: import the file itself' }]
      : []
  })
}

export function unnamedExports(tree: SourceTree): readonly Fault[] {
  return each(tree, (file) =>
    file.visits.flatMap(({ node }) =>
      node.type === 'ExportDefaultDeclaration' || node.type === 'TSExportAssignment'
        ? [{ line: file.lineOf(node), message: 'a default export has no name to search for' }]
        : [],
    ),
  )
}

export function strayClasses(tree: SourceTree): readonly Fault[] {
  return each(tree, (file) => {
    if (zoneOf(file.path)?.name === 'model') return []
    return file.visits.flatMap(({ node }) =>
      /^Class(Declaration|Expression)$/.test(node.type)
        ? [{ line: file.lineOf(child(node, 'body') ?? node), message: 'a class: write functions over data' }]
        : [],
    )
  })
}

export function wrongFileNames(tree: SourceTree): readonly Fault[] {
  return each(tree, ({ path }) => {
    const wrong = path.split('/').filter((part) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?$/.test(part))
    return wrong.map((part) => ({ line: 1, message: `${part} is not kebab-case` }))
  })
}

export function vagueNames(tree: SourceTree): readonly Fault[] {
  return each(tree, ({ path }) => {
    const vague = path.split(/[/.-]/).filter((word) => /^(utils?|helpers?|common|managers?|misc|shared)$/.test(word))
    return vague.map((word) => ({ line: 1, message: `“${word}” says nothing about what is inside` }))
  })
}

/** Checks switched off, and work left for later. */
export function suppressions(tree: SourceTree): readonly Fault[] {
  const marks = /@ts-(ignore|expect-error|nocheck)|biome-ignore|eslint-disable|\b(TODO|FIXME|XXX|HACK)\b/
  return each(tree, ({ text }) =>
    text.split('\n').flatMap((line, i) => {
      const mark = marks.exec(line)?.[0]
      return mark === undefined ? [] : [{ line: i + 1, message: `${mark}: mend it instead` }]
    }),
  )
}

/** Components that the registry does not list. */
export function unregistered(tree: SourceTree): readonly Fault[] {
  const registered = tree.files.get('policies/index.ts')?.imports.map((each) => each.target) ?? []
  return tree.components
    .map((name) => `policies/${name}/index.ts`)
    .filter((path) => !registered.includes(path))
    .map((file) => ({ file, line: 1, message: 'policies/index.ts does not list this component' }))
}

function each(tree: SourceTree, judge: (file: SourceFile) => readonly Omit<Fault, 'file'>[]): readonly Fault[] {
  return [...tree.files.values()].flatMap((file) => judge(file).map((fault) => ({ file: file.path, ...fault })))
}
