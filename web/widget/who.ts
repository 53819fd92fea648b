// Who looks at a page, as its client library says.

interface Sdk { user?: () => unknown; on?: (event: string, f: () => void) => unknown; getAnonymousId?: () => string; getUserId?: () => string }
export interface Who { anonymousId?: string; userId?: string }

export const sdk = (): Sdk | undefined => (window as unknown as { analytics?: Sdk; rudderanalytics?: Sdk }).analytics ?? (window as unknown as { rudderanalytics?: Sdk }).rudderanalytics

/** Who the page's client library says that this is. */
export async function identify(): Promise<Who> {
  const lib = sdk()
  let user: unknown
  try {
    user = await Promise.race([lib?.user?.(), new Promise((r) => window.setTimeout(r, 2_000))])
  } catch {
    // What the library kept in the browser tells it too.
  }
  const ask = (f: unknown) => {
    const v: unknown = typeof f === 'function' ? f.call(user) : undefined
    return typeof v === 'string' && v ? v : undefined
  }
  const u = (user ?? {}) as { anonymousId?: unknown; id?: unknown }
  return {
    anonymousId: ask(u.anonymousId) ?? (lib?.getAnonymousId?.() || undefined) ?? text('ajs_anonymous_id'),
    userId: ask(u.id) ?? (lib?.getUserId?.() || undefined) ?? text('ajs_user_id'),
  }
}

/** What a client library keeps by a name: in the storage as JSON or plain, or in a cookie. */
function text(name: string): string | undefined {
  let v: string | null | undefined
  try {
    v = localStorage.getItem(name)
  } catch {
    // Closed storage; a cookie may be there.
  }
  v ??= document.cookie.split('; ').find((c) => c.startsWith(`${name}=`))?.slice(name.length + 1)
  v = v && decodeURIComponent(v).replace(/^"(.*)"$/, '$1')
  return v && v !== 'null' ? v : undefined
}
