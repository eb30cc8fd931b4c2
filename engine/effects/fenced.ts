type Verb = (...args: never[]) => Promise<unknown>

/** The port with a check before each of these verbs that it has: it throws where writing is no longer ours. All else is as it was. */
export function fenced<Port extends object>(
  port: Port,
  verbs: readonly (keyof Port & string)[],
  check: () => Promise<void>,
): Port {
  const present = verbs.filter((name) => typeof port[name] === 'function')
  const guarded = present.map((name) => {
    const verb = port[name] as Verb
    const checked = async (...args: never[]) => {
      await check()
      return await verb(...args)
    }
    return [name, checked] as const
  })
  return { ...port, ...Object.fromEntries(guarded) }
}
