import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from './schema'
import type { Fault, Session } from './types'

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

/** The fault of a server that cannot be reached. */
export const offline = (): ApiError => new ApiError({ type: 'offline', title: 'offline', status: 0, detail: '' })

/** Whether the server answers at all. */
export const reachable = (): Promise<boolean> => globalThis.fetch(`${location.origin}/healthz`).then((r) => r.ok, () => false)

/** Whether a part of the app could not be fetched, which browsers, and the build for its styles, say in their own words alone. */
export const unfetched = (error: unknown): error is Error => error instanceof Error && /dynamically imported module|module script failed|unable to preload css/i.test(error.message)

let kept: Session | undefined
let csrf = ''

/** Keeps whose page this is, and the value that writes must carry; GET session returns both. */
export function keepSession(session: Session): void {
  if (session === kept) return
  kept = session
  csrf = session.csrf
}

/** A request that keeps its text: to read that back out of a request takes the browser longer than the server takes for most answers. */
class Asked extends Request {
  readonly sent?: string
  constructor(input: RequestInfo | URL, init?: RequestInit) {
    super(input, init)
    if (typeof init?.body === 'string') this.sent = init.body
  }
}

/**
 * Sends a request. Whoever signed in again in another tab has another session than this page knows: where it is the same person, what they did
 * here is sent once more with that session's value. Files are sent once.
 */
async function send(request: Request): Promise<Response> {
  // What is deleted as the page goes is deleted all the same.
  const keepalive = request.method === 'DELETE'
  const kind = request.headers.get('content-type')
  if (request.method === 'GET' || (kind && !kind.startsWith('application/json'))) return globalThis.fetch(request, { keepalive })
  const { url, method, signal } = request
  const headers = new Headers(request.headers)
  const body = (request as Asked).sent
  const once = () => globalThis.fetch(new Request(url, { method, headers, body, signal, keepalive }))
  const response = await once()
  if (response.status !== 403 || (await codeOf(response)) !== 'page_old') return response
  const session = (await (await globalThis.fetch(`${location.origin}/api/v1/session`)).json()) as Session
  if (!session.user || session.user.id !== kept?.user?.id) return response
  csrf = session.csrf
  headers.set('X-Jejak-CSRF', csrf)
  return once()
}

const codeOf = (response: Response): Promise<string | undefined> => response.clone().json().then((f: Fault) => f.code, () => undefined)

const guard: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-Jejak-CSRF', csrf)
    return request
  },
  onError({ error }) {
    // Given up by ourselves is no fault; all else that has no answer is a server out of reach.
    if (error instanceof DOMException && error.name === 'AbortError') return undefined
    return offline()
  },
}

/** The client that the API's description makes. Fetch is looked up at each call, so that the gallery can answer instead. */
export const client = createClient<paths>({ baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin, fetch: send, Request: Asked })
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
