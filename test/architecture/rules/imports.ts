import type { Fault } from '../rule.ts'
import type { Import, SourceFile, SourceTree } from '../source-tree.ts'
import { packageOf } from '../source-tree.ts'
import type { Zone } from '../zones.ts'
import { unitOf, zoneOf } from '../zones.ts'

/** Files that the layout has no zone for. */
export function outsideZones(tree: SourceTree): readonly Fault[] {
  return [...tree.files.keys()]
    .filter((path) => zoneOf(path) === undefined || !path.endsWith('.ts'))
    .map((file) => ({ file, line: 1, message: 'no zone of the layout holds this file' }))
}

/** Imports of a zone that the importing zone may not see. */
export function forbiddenImports(tree: SourceTree): readonly Fault[] {
  return eachRelativeImport(tree, ({ file, from, to, target }) => {
    if (to?.name === 'composition root' || to === from) return undefined
    if (to !== undefined && from.mayImport.includes(to.name)) return undefined
    return `${from.name} ${file.path} may not import ${to?.name ?? 'what is outside the layout'} ${target}`
  })
}

/** Imports of another component, stage, effect or adapter. */
export function foreignUnits(tree: SourceTree): readonly Fault[] {
  return eachRelativeImport(tree, ({ file, from, to, target }) => {
    if (to !== from || from.own === 'all') return undefined
    if (from.own === 'unit' && unitOf(from, file.path) === unitOf(from, target)) return undefined
    return `${from.name} ${file.path} may not import another ${from.name}, ${target}`
  })
}

/** Imports of a component past its one page. */
export function deepComponentImports(tree: SourceTree): readonly Fault[] {
  return eachRelativeImport(tree, ({ from, to, target }) =>
    from.name === 'component registry' && to?.name === 'component' && !/^policies\/[^/]+\/index\.ts$/.test(target)
      ? `the registry knows a component by its index.ts, not ${target}`
      : undefined,
  )
}

/** Imports of the composition roots; the serve command alone starts the server. */
export function importedRoots(tree: SourceTree): readonly Fault[] {
  return eachRelativeImport(tree, ({ file, to, target }) => {
    if (to?.name !== 'composition root') return undefined
    if (file.path === 'engine/commands/serve.ts' && target === 'engine/server.ts') return undefined
    return `${target} is a composition root: nobody imports it`
  })
}

/** npm packages and built-in modules where the layout does not name them. */
export function unnamedPackages(tree: SourceTree): readonly Fault[] {
  return eachImport(tree, (file, zone, each) => {
    const name = packageOf(each)
    if (name === undefined) {
      const isAllowed = each.target !== undefined || zone.builtIns === 'all' || zone.builtIns.includes(each.specifier)
      return isAllowed ? undefined : `${zone.name} ${file.path} may not use ${each.specifier}`
    }
    if (zone.packages === 'one') return name === '*' ? 'what is imported must be a literal' : undefined
    const named = [...(zone.packages['*'] ?? []), ...(zone.packages[unitOf(zone, file.path)] ?? [])]
    return named.includes(name) ? undefined : `${zone.name} ${file.path} may not use the package ${name}`
  })
}

/** Packages needed at run time that an installed isthmus would not have. */
export function unpublishedPackages(tree: SourceTree): readonly Fault[] {
  return eachImport(tree, (_file, _zone, each) => {
    const name = packageOf(each)
    if (name === undefined || name === '*' || each.isType || tree.dependencies.includes(name)) return undefined
    return `${name} is no dependency of the published package`
  })
}

/** Adapter files with more than one package. */
export function crowdedAdapters(tree: SourceTree): readonly Fault[] {
  return [...tree.files.values()].flatMap((file) => {
    if (zoneOf(file.path)?.packages !== 'one') return []
    const packages = [...new Set(file.imports.flatMap((each) => packageOf(each) ?? []))]
    const second = file.imports.find((each) => packageOf(each) === packages[1])
    if (packages.length < 2 || second === undefined) return []
    return [{ file: file.path, line: second.line, message: `two packages in one adapter: ${packages.join(', ')}` }]
  })
}

interface RelativeImport {
  readonly file: SourceFile
  readonly from: Zone
  readonly to: Zone | undefined
  readonly target: string
}

function eachRelativeImport(tree: SourceTree, judge: (found: RelativeImport) => string | undefined): readonly Fault[] {
  return eachImport(tree, (file, from, { target }) =>
    target === undefined ? undefined : judge({ file, from, to: zoneOf(target), target }),
  )
}

function eachImport(
  tree: SourceTree,
  judge: (file: SourceFile, zone: Zone, each: Import) => string | undefined,
): readonly Fault[] {
  return [...tree.files.values()].flatMap((file) => {
    const zone = zoneOf(file.path)
    if (zone === undefined) return []
    return file.imports.flatMap((each) => {
      const message = judge(file, zone, each)
      return message === undefined ? [] : [{ file: file.path, line: each.line, message }]
    })
  })
}
