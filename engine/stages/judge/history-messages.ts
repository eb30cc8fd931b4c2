/** One sentence of a compliance message about objects of a kind; `resource` is the plural (policy-api 5.11). */
export interface Sentence {
  readonly resource: string
  readonly names: readonly string[]
  readonly namespaces: readonly string[]
  readonly change: 'missing' | 'unexpected' | 'different'
}

export interface Message {
  readonly isTemplateError: boolean
  /** What is said of objects that violate. */
  readonly violations: readonly Sentence[]
  /** Violations in words that are not about an object's presence or content: the controller could not evaluate. */
  readonly others: readonly string[]
}

const SENTENCE =
  /^([a-z0-9.]+)(?: \[([^\]]*)\])? (found but not as specified|not found|found)(?: in namespaces?:? (.+))?$/
const CHANGES: Readonly<Record<string, Sentence['change']>> = {
  'found but not as specified': 'different',
  'not found': 'missing',
  found: 'unexpected',
}

/** Takes the message of a ConfigurationPolicy apart: `NonCompliant; violation - pods [a] not found in namespace b; notification - …`. */
export function readMessage(text: string): Message {
  const body = text.replace(/^\s*NonCompliant;\s*/i, '')
  const violations: Sentence[] = []
  const others: string[] = []
  for (const part of body.split(/; (?=(?:violation|notification) - )/)) {
    if (!part.startsWith('violation - ')) continue
    const said = part.slice('violation - '.length)
    const sentences = said.split('; ').map(sentenceOf)
    if (sentences.every((each) => each !== undefined)) violations.push(...sentences)
    else others.push(said)
  }
  return { isTemplateError: /^template-error;/i.test(body), violations, others }
}

function sentenceOf(text: string): Sentence | undefined {
  const [, resource, names, words, namespaces] = SENTENCE.exec(text) ?? []
  const change = words === undefined ? undefined : CHANGES[words]
  if (resource === undefined || change === undefined) return undefined
  const listOf = (all: string | undefined) => (all === undefined || all === '' ? [] : all.split(', '))
  return { resource, names: listOf(names), namespaces: listOf(namespaces), change }
}

interface Entry {
  readonly time: string
  readonly message: string
}

/**
 * Where enforcement put something back: compliant, then not, then compliant again because the controller wrote. The first
 * time after the spec changed is the roll-out itself, and a pending dependency starts over, since it may have removed the
 * objects. `history` is newest first; entries before `from` do not count.
 */
export function reversions(history: readonly Entry[], from: string): readonly Entry[] {
  const found: Entry[] = []
  let wasCompliant = false
  let isBroken = false
  for (const entry of [...history].reverse().filter((each) => each.time >= from)) {
    if (/^\s*NonCompliant/i.test(entry.message)) isBroken = wasCompliant
    else if (/^\s*Compliant/i.test(entry.message)) {
      if (isBroken && /\bwas (?:created|updated|deleted|recreated) successfully\b/.test(entry.message))
        found.push(entry)
      wasCompliant = true
      isBroken = false
    } else {
      wasCompliant = false
      isBroken = false
    }
  }
  return found
}
