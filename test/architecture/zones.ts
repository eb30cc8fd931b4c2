/** What the outside world offers without being asked for: a function that uses it gives another answer elsewhere. */
export type Ambient = 'clock' | 'randomness' | 'timer' | 'network' | 'console' | 'process' | 'locale' | 'location'

/** One kind of folder: what it is responsible for, and what it may reach. */
export interface Zone {
  readonly name: string
  /** Matches the paths of its files. The first group, where there is one, is the file's unit: one component, stage or adapter. */
  readonly files: RegExp
  readonly does: string
  /** Zones it may import. */
  readonly mayImport: readonly string[]
  /** What of its own zone a file may import: everything, its own unit, or nothing. */
  readonly own: 'all' | 'unit' | 'none'
  /** npm packages by unit, `*` for every unit; `one` allows any single package a file. */
  readonly packages: 'one' | Readonly<Record<string, readonly string[]>>
  readonly builtIns: 'all' | readonly string[]
  readonly ambient: readonly Ambient[]
  readonly because: string
}

const OUTSIDE: readonly Ambient[] = ['clock', 'randomness', 'timer', 'network', 'location']
const EVERYTHING: readonly Ambient[] = [...OUTSIDE, 'console', 'process']
const NO_PACKAGES = {}
const SCHEMA_TYPES = { '*': ['json-schema-to-ts'] }

/** The layout as data. The first zone that matches a path is the path's. */
export const zones: readonly Zone[] = [
  {
    name: 'component registry',
    files: /^policies\/index\.ts$/,
    does: 'Lists the components in dependency order.',
    mayImport: ['component', 'model'],
    own: 'none',
    packages: NO_PACKAGES,
    builtIns: [],
    ambient: [],
    because: 'One more component costs one folder and one line here.',
  },
  {
    name: 'component',
    files: /^policies\/([^/]+)\//,
    does: 'Turns the settings of one capability into policies, and checks them.',
    mayImport: ['model'],
    own: 'unit',
    packages: SCHEMA_TYPES,
    builtIns: [],
    ambient: [],
    because: 'A component that sees only the model can be added, read and removed alone.',
  },
  {
    name: 'model',
    files: /^engine\/model\//,
    does: 'Nouns, shared types, and pure rules on them.',
    mayImport: [],
    own: 'all',
    packages: SCHEMA_TYPES,
    builtIns: ['node:crypto'],
    ambient: [],
    because: 'Everything depends on the model, so it depends on nothing.',
  },
  {
    name: 'stage',
    files: /^engine\/stages\/([^/.]+)(?:\.ts$|\/)/,
    does: 'One pure verb: the same input gives the same output on every machine and day.',
    mayImport: ['model'],
    own: 'unit',
    packages: {
      load: ['yaml', 'js-yaml'],
      edit: ['yaml'],
      validate: ['ajv'],
      render: ['js-yaml'],
      'read-rendered': ['js-yaml'],
      generate: ['js-yaml'],
      krm: ['js-yaml', 'yaml'],
      kustomize: ['js-yaml'],
      compare: ['fast-json-patch'],
    },
    builtIns: [],
    ambient: [],
    because: 'Stages meet in flows only, so each can be tested, replaced and trusted alone.',
  },
  {
    name: 'effect',
    files: /^engine\/effects\/([^/.]+)(?:\.ts$|\/)/,
    does: 'Observes, publishes or alerts through ports that come as arguments.',
    mayImport: ['model'],
    own: 'unit',
    packages: NO_PACKAGES,
    builtIns: [],
    ambient: [],
    because: 'An effect that knows ports but no adapter works with every forge, chat and cluster, and with fakes.',
  },
  {
    name: 'flow',
    files: /^engine\/flows\//,
    does: 'Puts stages and effects in order, and turns failures into verdicts.',
    mayImport: ['model', 'stage', 'effect'],
    own: 'all',
    packages: NO_PACKAGES,
    builtIns: [],
    ambient: [],
    because: 'A flow reads as the list of what happens.',
  },
  {
    name: 'adapter',
    files: /^engine\/adapters\/([^/.]+)(?:\.ts$|\/)/,
    does: 'Implements a port for one thing outside.',
    mayImport: ['model'],
    own: 'unit',
    packages: 'one',
    builtIns: 'all',
    ambient: OUTSIDE,
    because: 'One outside thing a file: when it changes, one file changes.',
  },
  {
    name: 'web',
    files: /^engine\/web\//,
    does: "The dashboard's pages.",
    mayImport: ['model'],
    own: 'all',
    packages: NO_PACKAGES,
    builtIns: [],
    ambient: [],
    because: 'A page is a function of what it shows.',
  },
  {
    name: 'command',
    files: /^engine\/commands\//,
    does: 'Reads argv, env and console, builds the ports, calls a flow, prints.',
    mayImport: ['component registry', 'model', 'stage', 'effect', 'flow', 'adapter', 'web'],
    own: 'all',
    packages: { '*': ['commander', 'picocolors'] },
    builtIns: 'all',
    ambient: EVERYTHING,
    because: 'What is ambient is read in one place and handed on as arguments.',
  },
  {
    name: 'composition root',
    files: /^engine\/(?:cli|server)\.ts$/,
    does: 'Routes to the commands, or runs the server; catches everything.',
    mayImport: ['component registry', 'model', 'stage', 'effect', 'flow', 'adapter', 'web', 'command'],
    own: 'none',
    packages: { '*': ['commander', 'picocolors', 'hono', '@hono/node-server'] },
    builtIns: 'all',
    ambient: EVERYTHING,
    because: 'Only the outermost layer may know everything, and nobody may know it.',
  },
]

export function zoneOf(path: string): Zone | undefined {
  return zones.find((zone) => zone.files.test(path))
}

/** The component, stage or adapter that a file belongs to; '' in zones without units. */
export function unitOf(zone: Zone, path: string): string {
  return zone.files.exec(path)?.[1] ?? ''
}
