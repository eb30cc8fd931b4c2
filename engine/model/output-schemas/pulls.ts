import { count, list, output, record, text, texts, time } from './shapes.ts'

const deed = { by: text('Who.'), at: time('When') }

const members = {
  number: count('Its number.'),
  branch: text('Branch that is proposed.'),
  base: text('Branch that it would be merged into.'),
  title: text('One line.'),
  body: text('Markdown.'),
  labels: texts('Labels.'),
  reviewers: texts('Who was asked to review it.'),
  assignees: texts('Whose task it is.'),
  state: { enum: ['open', 'merged', 'closed'], description: 'What became of it.' },
  createdAt: time('When it was opened'),
  updatedAt: time('When it last changed'),
  comments: list(record('A comment.', { ...deed, text: text('Markdown.') }), 'Oldest first.'),
  ticks: list(record('A box that somebody ticked.', { ...deed, item: text('Text of the box.') }), 'Oldest first.'),
} as const

const optional = {
  author: text('Who opened it, where that was not Isthmus.'),
  merged: record('Its merge.', {
    ...deed,
    commit: text('Commit of the merge.'),
    base: text('Commit of the base before it.'),
    head: text('Commit of the branch that was merged.'),
  }),
  closed: record('Its end without a merge.', deed),
} as const

const check = record(
  'What a run said of its newest commit.',
  {
    name: text('Such as `isthmus/plan`.'),
    commit: text('Full id.'),
    state: { enum: ['pending', 'success', 'failure'], description: 'Its verdict.' },
    summary: text('One line.'),
  },
  { text: text('Markdown.'), url: text('Where people read more.') },
)

export const pullsOutput = output('pulls', 'Pull requests', 'What `isthmus pulls --output json` prints.', {
  pulls: list(record('A pull request of the local forge.', members, optional), 'In the order of their numbers.'),
})

export const pullOutput = output(
  'pull',
  'Pull request',
  'What `isthmus pulls show --output json` prints, and what opens, comments, ticks, merges, closes or reopens one.',
  members,
  { ...optional, checks: list(check, 'With `show`.') },
)

export const pullDiffOutput = output(
  'pull-diff',
  'Changes of a pull request',
  'What `isthmus pulls diff --output json` prints.',
  { number: count('Its number.'), diff: text('Unified diff as Git writes it.') },
)
