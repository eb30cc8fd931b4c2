import type { Json } from '../../model/json.ts'
import { isObject } from '../../model/json.ts'
import type { TemplateVerdict } from '../../model/verdict.ts'
import { isTemplated, printLiterals } from './literals.ts'

export type ReadRaw = { readonly verdict: TemplateVerdict } | { readonly templates: readonly Json[] }

const NOT_EVALUATED = { compliant: 'Unknown', reason: 'Not evaluated' } as const

/** A raw list of object templates, as text; what needs a template engine is not evaluated. */
export function readRaw(text: string, parseYaml: ((text: string) => Json) | undefined): ReadRaw {
  if (isTemplated(text)) {
    return {
      verdict: { ...NOT_EVALUATED, message: 'object-templates-raw has templates, which only RHACM can resolve' },
    }
  }
  if (isEmpty(text)) return { templates: [] }
  if (!parseYaml) return { verdict: { ...NOT_EVALUATED, message: 'object-templates-raw needs a reader of YAML' } }
  const printed = printLiterals(text)
  const parsed = parse(typeof printed === 'string' ? printed : text, parseYaml)
  if ('error' in parsed) return { verdict: rawError(`error converting YAML to JSON: yaml: ${parsed.error}`) }
  const { value } = parsed
  if (value === null || value === undefined) return { templates: [] }
  if (!Array.isArray(value)) {
    const cause = `json: cannot unmarshal ${jsonTypeOf(value)} into Go value of type []*v1.ObjectTemplate`
    return { verdict: rawError(`error unmarshaling JSON: while decoding JSON: ${cause}`) }
  }
  return { templates: value }
}

function isEmpty(text: string): boolean {
  return text.split('\n').every((line) => /^(\s*|---\s*)(#.*)?$/.test(line))
}

function parse(text: string, parseYaml: (text: string) => Json): { value: Json } | { error: string } {
  try {
    return { value: parseYaml(text) }
  } catch (error) {
    return { error: goWords(error instanceof Error ? error.message : String(error)) }
  }
}

function rawError(cause: string): TemplateVerdict {
  return {
    compliant: 'NonCompliant',
    reason: 'Error processing template',
    message: `Error parsing object-templates-raw YAML: ${cause}`,
  }
}

/** What YAML readers call an unresolved alias, in the words of the controller's reader; other texts in one line. */
function goWords(message: string): string {
  const [line = ''] = message.split('\n')
  const alias = /alias\b.*?["': ]([\w.-]+)["']?(?: \(.*\))?$/i.exec(line)?.[1]
  return alias === undefined ? line : `unknown anchor '${alias}' referenced`
}

function jsonTypeOf(value: Json): string {
  if (isObject(value)) return 'object'
  return typeof value === 'boolean' ? 'bool' : typeof value
}
