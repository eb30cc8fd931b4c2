export type Variables = Readonly<Record<string, string | undefined>>
/** Settings of Git, handed over by the environment: values may be secret. */
export type GitSettings = readonly (readonly [key: string, value: string])[]

/** What a person may set for Git from outside; every other GIT_ variable could point us to another repository. */
const PASSED = [
  'GIT_SSH_COMMAND',
  'GIT_SSH',
  'GIT_SSH_VARIANT',
  'GIT_ASKPASS',
  'SSH_ASKPASS',
  'GIT_SSL_CAINFO',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_NOSYSTEM',
]
const DROPPED = /^(GIT_.*|EDITOR|VISUAL|PAGER|PREFIX|SSH_ASKPASS|LANGUAGE)$/i
const FIXED = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh',
  GIT_OPTIONAL_LOCKS: '0',
  // What counts is what the remote has, not what somebody put in its place in this clone.
  GIT_NO_REPLACE_OBJECTS: '1',
  LC_ALL: 'C',
}

/** What Git's environment is made of. */
interface Given {
  readonly variables: Variables
  readonly gitDir?: string
  readonly own?: Variables
  readonly settings?: GitSettings
}

/** Whether Git's client has to be told that a variable is meant. */
export function isGuarded(name: string): boolean {
  return DROPPED.test(name)
}

/** What a command of Git gets: of the variables around us none that could point it elsewhere, and ours. */
export function variablesFor(place: Given, extra: Variables = {}): Record<string, string> {
  const kept = Object.entries(place.variables).filter(([name]) => PASSED.includes(name) || !DROPPED.test(name))
  const added = { ...FIXED, GIT_DIR: place.gitDir, ...place.own, ...settingsIn(place.settings ?? []), ...extra }
  const all = Object.entries({ ...Object.fromEntries(kept), ...added })
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

/** As Git reads settings from its environment (2.31 and newer). */
function settingsIn(settings: GitSettings): Variables {
  const pairs = settings.flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${i}`, key],
    [`GIT_CONFIG_VALUE_${i}`, value],
  ])
  return settings.length === 0 ? {} : { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(pairs) }
}
