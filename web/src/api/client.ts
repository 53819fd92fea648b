import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from './schema'
import type { Fault } from './types'

/** A fault of the API, with what a person should read. */
export class ApiError extends Error {
  readonly status: number
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.detail || fault.title)
    this.status = fault.status
    this.fault = fault
  }
  /** What is wrong with one field of a form, if the fault names it. */
  field(name: string) {
    return this.fault.fields?.find((f) => f.name === name || f.name.endsWith('.' + name))
  }
}

let csrf = ''

/** Keeps the value that writes must carry; GET session returns it. */
export function keepCsrf(value: string): void {
  csrf = value
}

const guard: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-Jejak-CSRF', csrf)
    return request
  },
  onError({ error }) {
    // Given up by ourselves is no fault; all else that has no answer is a server out of reach.
    if (error instanceof DOMException && error.name === 'AbortError') return undefined
    return new ApiError({ type: 'offline', title: 'offline', status: 0, detail: '' })
  },
}

/**
 * The client that the API's description makes. Fetch is looked up at each call, so that the gallery can answer instead; what is deleted as the page
 * goes is deleted all the same.
 */
export const client = createClient<paths>({ baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin, fetch: (r: Request) => globalThis.fetch(r, { keepalive: r.method === 'DELETE' }) })
client.use(guard)

/** The body of an answer; a problem+json answer is thrown as ApiError. */
export async function body<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call
  if (response.ok) return data as T
  throw new ApiError(asFault(error, response.status))
}

function asFault(error: unknown, status: number): Fault {
  if (error && typeof error === 'object' && 'title' in error) return { ...(error as Fault), status }
  return { type: 'internal', title: String(status), status, detail: '' }
}
