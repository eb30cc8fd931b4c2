import { count, flag, list, output, record, text, texts } from './shapes.ts'

const whole = (description: string) => ({ type: 'integer', description }) as const

const quorum = {
  voters: count('Members that vote.'),
  quorum: count('How many must answer.'),
  largestRegion: count('The most voters that one region holds.'),
  toleranceAfterRegion: whole('How many more may be lost after the largest region; negative: it stops.'),
} as const

const move = record('An object that changes.', {
  object: text('`Kind namespace/name`.'),
  path: text('JSON pointer; empty for the whole object.'),
  change: { enum: ['added', 'changed', 'removed'], description: 'What happens to it.' },
  clusters: texts('Where.'),
})

const evidence = record(
  'How a person sees that it is done.',
  { object: text('Where to look.'), says: text('What is there then.'), on: texts('Clusters.') },
  { key: text('Key of the object.') },
)

const step = record(
  'One step.',
  {
    number: count('From 1.'),
    phase: {
      enum: ['prepare', 'unpublish', 'drain', 'arrive', 'settle', 'clean', 'last'],
      description: 'Its part of the change.',
    },
    title: text('For people; may change.'),
    by: { enum: ['isthmus', 'person', 'rhacm'], description: 'Who does it.' },
    commands: texts('What to run.'),
    evidence: list(evidence, 'What shows that it is done.'),
    stops: texts('When not to go on.'),
    quorums: list(
      record('The votes at this step.', {
        service: text('Name of the service.'),
        when: text('At which moment.'),
        ...quorum,
        away: count('Voters that are away.'),
        tolerance: whole('How many more may be lost; negative: it has stopped.'),
      }),
      'By service.',
    ),
  },
  {
    why: text('For people; may change.'),
    votersLeave: text('Service whose voters leave with it.'),
    wave: record('The proposal that it waits for.', {
      regions: texts('Regions of the wave.'),
      policies: count('Policies that change.'),
      moves: list(move, 'What changes on clusters.'),
      expectations: list(move, 'What policies ask for afterwards.'),
    }),
  },
)

export const runbookOutput = output('runbook', 'Runbook', 'What `isthmus runbook --output json` prints.', {
  environment: text('Name of the environment.'),
  kind: { enum: ['join', 'replace', 'retire'], description: 'What happens to the region.' },
  region: text('Name of the region.'),
  joining: texts('Clusters that come.'),
  leaving: texts('Clusters that go.'),
  staying: texts('Clusters that stay.'),
  isSafe: flag('No step loses a quorum; if not, the exit code is 2.'),
  quorums: list(
    record('A service.', {
      service: text('Name.'),
      before: record('Votes before.', quorum),
      after: record('Votes afterwards.', quorum),
    }),
    'By service.',
  ),
  steps: list(step, 'In order.'),
  leftBehind: list(
    record('An object on a cluster that goes.', {
      object: text('`Kind namespace/name`.'),
      cluster: text('Name of the cluster.'),
      fate: { enum: ['pruned', 'recreated', 'kept'], description: 'What RHACM does with it.' },
      seen: { enum: ['there', 'gone', 'unknown'], description: 'With `--from`: whether it is still there.' },
    }),
    'What stays on clusters that go.',
  ),
  notes: texts('For people; may change.'),
})
