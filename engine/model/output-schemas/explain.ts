import { any, count, flag, list, output, place, record, text, texts } from './shapes.ts'

const origin = record('One input that asked for it.', {
  file: text('Path from the root of the repository.'),
  line: count('From 1.'),
  column: count('From 1.'),
  pointer: text('JSON pointer into that file.'),
  isDefault: flag('It is written nowhere: the place is the nearest that is.'),
})

export const explainOutput = output('explain', 'Origin', 'What `isthmus explain OBJECT --output json` prints.', {
  object: text('As it was asked for.'),
  pointer: text('JSON pointer into the object; empty for all of it.'),
  matches: list(
    record('One place where it comes from.', {
      policy: text('Policy that carries it; empty for what is delivered to the hub beside the policies.'),
      component: text('Component or authored policy.'),
      placement: text('Placement of that policy.'),
      clusters: texts('Clusters that get it.'),
      template: text('Name of the policy template; empty for the Policy itself.'),
      value: any('What is there.'),
      origins: list(origin, 'Inputs that asked for it.'),
    }),
    'One a policy and template.',
  ),
})

const setting = record(
  'One setting.',
  {
    pointer: text('JSON pointer into the Environment.'),
    value: any('Its value.'),
    isDefault: flag('It is written nowhere.'),
  },
  {
    place: {
      ...place,
      properties: { ...place.properties, column: count('From 1.') },
      description: 'Where it is written.',
    },
  },
)

export const settingsOutput = output('settings', 'Settings', 'What `isthmus explain --output json` prints.', {
  environments: list(
    record('One environment.', {
      environment: text('Name of the environment.'),
      settings: list(setting, 'Every setting, written or default.'),
    }),
    'In the order of their files.',
  ),
})
