import createClient, { type Middleware } from 'openapi-fetch'
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
  /** The message of one field of a form, if the fault names it. */
  field(name: string): string | undefined {
    return this.fault.fields?.find((f) => f.name === name || f.name.endsWith('.' + name))?.message
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
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
interface Options { params?: Record<string, string | number>; query?: Record<string, unknown>; body?: unknown; signal?: AbortSignal }

// Paths are checked against the generated description by calls.ts's own tests; the loose type keeps one place for errors.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const client = createClient<any>({ baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin, fetch: (r) => globalThis.fetch(r) })
client.use(guard)

/** One call; a problem+json answer, or none at all, is thrown as ApiError. */
export async function call<T>(method: Method, path: string, o: Options = {}): Promise<T> {
  const query = Object.fromEntries(Object.entries(o.query ?? {}).filter(([, v]) => v !== undefined && v !== ''))
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const send = client.request as any
  let result: { data?: unknown; error?: unknown; response: Response }
  try {
    result = await send(method.toLowerCase(), path, { params: { path: o.params ?? {}, query }, body: o.body, signal: o.signal })
  } catch (err) {
    if (err instanceof DOMException && err.name === 'AbortError') throw err
    throw new ApiError({ type: 'offline', title: 'offline', status: 0, detail: '' })
  }
  if (result.response.ok) return result.data as T
  throw new ApiError(asFault(result.error, result.response.status))
}

function asFault(body: unknown, status: number): Fault {
  if (body && typeof body === 'object' && 'title' in body) return { ...(body as Fault), status }
  return { type: 'internal', title: String(status), status, detail: '' }
}
