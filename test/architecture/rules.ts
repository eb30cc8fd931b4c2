import type { Rule } from './rule.ts'
import { ambientUses } from './rules/ambient.ts'
import { componentBranches } from './rules/component-names.ts'
import { importCycles } from './rules/cycles.ts'
import {
  crowdedAdapters,
  deepComponentImports,
  forbiddenImports,
  foreignUnits,
  importedRoots,
  outsideZones,
  unnamedPackages,
  unpublishedPackages,
} from './rules/imports.ts'
import {
  barrels,
  longFiles,
  longFunctions,
  strayClasses,
  suppressions,
  unnamedExports,
  unregistered,
  vagueNames,
  wrongFileNames,
} from './rules/shape.ts'
import { moduleState } from './rules/state.ts'

/** The rules of the architecture, each with its reason. What each folder may reach is in zones.ts. */
export const rules: readonly Rule[] = [
  {
    id: 'layout/zone',
    because: 'Every file has a place in the data flow, and the place says what the file may do.',
    find: outsideZones,
  },
  {
    id: 'layout/import',
    because:
      'policies → model ← stages ← flows → effects → model ← adapters: whoever reads a folder knows all it can reach.',
    find: forbiddenImports,
  },
  {
    id: 'layout/isolation',
    because:
      'Components, stages, effects and adapters never see each other, so that one more costs one folder or file.',
    find: foreignUnits,
  },
  {
    id: 'layout/component-page',
    because: 'A component is one page, its index.ts; the rest is its own affair.',
    find: deepComponentImports,
  },
  {
    id: 'layout/registered',
    because: 'A component that the registry does not list is dead code.',
    find: unregistered,
  },
  {
    id: 'layout/root',
    because: 'What knows everything must be known by nobody; the serve command alone starts the server.',
    find: importedRoots,
  },
  {
    id: 'layout/cycle',
    because: 'Files in a cycle can only be understood, tested and moved together; types count.',
    find: importCycles,
  },
  {
    id: 'package/named',
    because: 'A dependency is a decision: it stands in the layout before it stands in a file.',
    find: unnamedPackages,
  },
  {
    id: 'package/published',
    because: 'What runs must be installed: packages of development may lend types only.',
    find: unpublishedPackages,
  },
  {
    id: 'package/one-per-adapter',
    because: 'One outside thing a file: replacing a library touches one file.',
    find: crowdedAdapters,
  },
  {
    id: 'pure/ambient',
    because: 'Same input, same output, on every machine and day; what the surroundings say comes as an argument.',
    find: ambientUses,
  },
  {
    id: 'pure/module-state',
    because: 'State of a module survives the call that made it: two runs in one process would differ.',
    find: moduleState,
  },
  {
    id: 'pure/component-name',
    because: 'The pipeline treats components alike; what is special about one is said by that component.',
    find: componentBranches,
  },
  { id: 'shape/file-length', because: 'A file past 250 lines hides a second noun.', find: longFiles },
  { id: 'shape/function-length', because: 'A function fits a screen; a flow reads as a list.', find: longFunctions },
  { id: 'shape/barrel', because: 'A barrel hides where things are and makes cycles.', find: barrels },
  { id: 'shape/named-export', because: 'One name for one thing, wherever it is imported.', find: unnamedExports },
  {
    id: 'shape/class',
    because: 'Functions over readonly data; classes are left to the model’s errors and templates.',
    find: strayClasses,
  },
  { id: 'shape/kebab-case', because: 'One spelling for files on every file system.', find: wrongFileNames },
  { id: 'shape/vague-name', because: 'A name that fits anything collects everything.', find: vagueNames },
  {
    id: 'shape/suppression',
    because: 'A check that is switched off, or a note for later, is a defect with a date missing.',
    find: suppressions,
  },
]
