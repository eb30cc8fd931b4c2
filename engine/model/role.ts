/**
 * What a replica of the server does now. `writer`: the work; `standby`: another replica of this hub leads; `waiting`:
 * another hub writes; `blocked`: the history branch cannot be reached, so nobody knows.
 */
export const ROLES = ['starting', 'writer', 'standby', 'waiting', 'blocked', 'stopping'] as const
export type Role = (typeof ROLES)[number]
