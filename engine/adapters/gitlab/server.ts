import type { RestServer } from '../../model/rest.ts'

export const GITLAB: RestServer = {
  name: 'gitlab',
  title: 'GitLab',
  rights: 'scope api, and role Developer in the project',
}
