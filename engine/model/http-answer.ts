import type { JsonObject } from './json.ts'

/** What an endpoint for programs answers. */
export interface HttpAnswer {
  readonly status: 200 | 202 | 400 | 401 | 404 | 413 | 415 | 503
  readonly body: JsonObject
}
