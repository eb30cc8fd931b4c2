import type { Told } from './alert-state.ts'
import type { Addressee, Alert } from './chat.ts'
import { isAtLeast } from './severity.ts'

/**
 * Names of the chats that get an alert. Who was told of a life hears how it goes on, whatever its severity is by then;
 * who was not told of it does not hear that it ended. `told`: what is known of that life, where it is.
 */
export function routesOf(alert: Alert, told: Told | undefined, chats: readonly Addressee[]): readonly string[] {
  return chats.filter((chat) => isFor(alert, told, chat)).map((each) => each.name)
}

function isFor(alert: Alert, told: Told | undefined, { name, route = {} }: Addressee): boolean {
  const { environments, events, minimumSeverity = 'low' } = route
  const knows = told?.chats.has(name) === true
  if (events && !events.includes(alert.event)) return false
  if (environments && !environments.includes(alert.environment)) return false
  if (knows) return true
  const isOver = alert.event === 'resolved' && told !== undefined
  return !isOver && isAtLeast(alert.severity, minimumSeverity)
}
