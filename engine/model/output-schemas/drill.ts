import { gateChecks } from './gate.ts'
import { count, flag, list, nullable, output, record, span, text, texts, time } from './shapes.ts'
import { survivalRecord } from './simulate.ts'

const way = record('A way to lose the region, and to get it back.', {
  title: text('For people; may change.'),
  why: text('For people; may change.'),
  cut: texts('Commands that take it away.'),
  back: texts('Commands that bring it back.'),
})

const reading = record('What a probe wrote.', {
  service: text('Name of the service.'),
  cluster: text('Cluster of the probe.'),
  time: time('When'),
  canWrite: flag('A write went through.'),
})

const sample = record('One look.', {
  at: time('When'),
  region: { enum: ['whole', 'hit', 'dark'], description: 'How the region looked.' },
  others: texts('What was not in order elsewhere.'),
  readings: list(reading, 'Of probes.'),
})

const seconds = (description: string) => ({ type: ['number', 'null'], description }) as const

const measured = record('Time without writes.', {
  service: text('Name of the service.'),
  readings: count('How many it rests on.'),
  atLeast: seconds('Seconds; null where it was not measured.'),
  atMost: seconds('Seconds; null where it was not measured.'),
  predicted: { ...span('Seconds that were predicted; null where it should have stopped.'), type: ['object', 'null'] },
  verdict: {
    enum: ['within', 'longer', 'unclear', 'not-measured'],
    description: '`longer` makes the exit code 2.',
  },
  sentence: text('For people; may change.'),
})

export const drillOutput = output(
  'drill',
  'Drill',
  'What `isthmus drill --output json` prints, and the evidence in `drills/`.',
  {
    environment: text('Name of the environment.'),
    region: text('What is lost.'),
    clusters: texts('Its clusters.'),
    source: text('Where was looked.'),
    plannedAt: time('When'),
    isSafe: flag('Now is a safe time; if not, and without `--anyway`, the exit code is 2.'),
    checks: gateChecks,
    anyway: nullable('Why it goes on although a check is red.'),
    ways: list(way, 'How it can be done.'),
    predicted: survivalRecord,
    outcome: {
      enum: ['planned', 'never-lost', 'interrupted', 'back'],
      description: 'How far it came.',
    },
    lostAt: nullable('When the region was lost (RFC 3339, UTC).'),
    backAt: nullable('When it came back (RFC 3339, UTC).'),
    wholeAt: nullable('When everything was in order again (RFC 3339, UTC).'),
    samples: list(sample, 'With `--watch`: oldest first.'),
    measured: list(measured, 'By service.'),
  },
)
