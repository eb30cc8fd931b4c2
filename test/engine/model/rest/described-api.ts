import { Ajv } from 'ajv'
import type { Json, JsonObject } from '../../../../engine/model/json.ts'
import { at, isObject, listAt, textAt } from '../../../../engine/model/json.ts'

export interface Operation {
  readonly id: string
  /** Of the path, by name. */
  readonly parameters: Readonly<Record<string, string>>
}

export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: Json | undefined
}

/** A published description of an API, cut down to the operations that an adapter uses. */
export interface DescribedApi {
  /** Which operation a request is; undefined where the API has none such. */
  operationOf(asked: Pick<Asked, 'method' | 'path'>): Operation | undefined
  /** What is wrong in a request, by the published schemas; parameters and properties that they do not name are wrong too. */
  faultsIn(asked: Asked, operation: Operation): readonly string[]
  /** What is wrong in an answer; a status that is not documented for the operation is wrong too. */
  faultsInAnswer(id: string, status: number, body: Json): readonly string[]
}

/** `document`: `operations` by id, each with method, path, query, body and responses, and `components.schemas`. */
export function describedApi(document: JsonObject): DescribedApi {
  const ajv = new Ajv({ strict: false, validateFormats: false })
  ajv.addSchema(document)
  const check = (path: readonly string[], value: Json): readonly string[] => {
    const pointer = path.map((each) => encodeURIComponent(each.replaceAll('/', '~1'))).join('/')
    const validate = ajv.getSchema(`${String(document.$id)}#/${pointer}`)
    if (!validate) return [`no schema ${pointer}`]
    return validate(value) === true ? [] : (validate.errors ?? []).map((each) => `${each.instancePath} ${each.message}`)
  }
  return {
    operationOf: (asked) => operationOf(document, asked),
    faultsIn: (asked, { id }) => {
      const known = at(document, 'operations', id, 'query')
      const query = Object.entries(asked.query).flatMap(([name, text]) => {
        const schema = at(known, name)
        if (schema === undefined) return [`no query parameter ${name}`]
        return check(['operations', id, 'query', name], textAt(schema, 'type') === 'integer' ? Number(text) : text)
      })
      return [...query, ...bodyFaults(document, asked.body, id, check)]
    },
    faultsInAnswer: (id, status, body) => {
      const path = ['operations', id, 'responses', String(status)]
      return at(document, ...path) === undefined ? [`${id} never answers ${status}`] : check(path, body)
    },
  }
}

function operationOf(document: JsonObject, { method, path }: Pick<Asked, 'method' | 'path'>): Operation | undefined {
  for (const [id, operation] of Object.entries(document.operations ?? {})) {
    const names: string[] = []
    const pattern = (textAt(operation, 'path') ?? '').replaceAll(/\{([a-z_]+)\}/g, (_, name: string) => {
      names.push(name)
      return '([^/]+)'
    })
    const found = textAt(operation, 'method') === method ? new RegExp(`^${pattern}$`).exec(path) : null
    if (found)
      return {
        id,
        parameters: Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1] ?? '')])),
      }
  }
  return undefined
}

function bodyFaults(
  document: JsonObject,
  body: Json | undefined,
  id: string,
  check: (path: readonly string[], value: Json) => readonly string[],
): readonly string[] {
  const schema = at(document, 'operations', id, 'body')
  if (schema === undefined) return body === undefined ? [] : ['no body expected']
  if (!isObject(body)) return ['a body expected']
  const ref = textAt(schema, '$ref')
  const whole = ref === undefined ? schema : at(document, ...ref.slice(2).split('/'))
  const properties = [whole, ...listAt(whole, 'oneOf')].flatMap((each) =>
    Object.keys((at(each, 'properties') ?? {}) as JsonObject),
  )
  const unknown = Object.keys(body).filter((each) => !properties.includes(each))
  return [...unknown.map((each) => `no property ${each}`), ...check(['operations', id, 'body'], body)]
}
