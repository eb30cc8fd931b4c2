import { count, findings, list, manifests, output, record, text, texts } from './shapes.ts'

const wave = record(
  'The change on its way region by region that explains why not everything is there yet.',
  { next: texts('Regions whose turn comes later, in order.') },
  { region: text('Region whose turn it is.'), of: text('Digest of the complete output.') },
)

const changes = record(
  'One environment.',
  {
    environment: text('Name of the environment.'),
    written: texts('Files of `rendered/<environment>/` that were written; with `--check`: that are not current.'),
    removed: texts('Files that were removed; with `--check`: that should go.'),
    unchanged: count('Files that are as they should be.'),
  },
  { wave },
)

export const expandOutput = output('expand', 'Expansion', 'What `isthmus expand --output json` prints.', {
  findings,
  environments: list(changes, 'None where a finding is an error.'),
})

export const objectsOutput = output(
  'objects',
  'Expanded objects',
  'What `isthmus expand --stdout --output json` prints, and `expand --generator FILE --output json`.',
  { findings, objects: manifests('Manifests in the order in which they would be written.') },
)
