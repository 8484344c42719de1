import type { TestServer } from '#platform/testing/index.ts'

export interface Answer {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever came
  readonly body: any
  readonly setCookie: string | null
}

/** A browser with its own cookies, as far as signing in needs one. */
export function aBrowser(server: Pick<TestServer, 'url'>, agent = 'Mozilla/5.0 (Linux; Android 14) Chrome/140.0') {
  let cookie = ''
  async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(server.url + path, {
      method,
      headers: {
        'accept-language': 'en', 'user-agent': agent, 'idempotency-key': crypto.randomUUID(),
        ...(cookie ? { cookie } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    // Of the cookies that come, the one that says who is signed in; the device's own speaks of nobody.
    const setCookie = response.headers.getSetCookie().find((line) => !line.includes('liuxin_device=')) ?? null
    if (setCookie) cookie = setCookie.split(';')[0]!.endsWith('=') ? '' : setCookie.split(';')[0]!
    const text = await response.text()
    return { status: response.status, body: text ? JSON.parse(text) : undefined, setCookie }
  }
  return {
    get: (path: string) => ask('GET', path),
    post: (path: string, body?: unknown) => ask('POST', path, body ?? {}),
    put: (path: string, body: unknown) => ask('PUT', path, body),
    delete: (path: string) => ask('DELETE', path),
    cookie: () => cookie,
    /** Like a thief, or a tab that kept an old page. */
    useCookie: (other: string) => {
      cookie = other
    },
  }
}

/** The newest code the demonstration's phone received. */
export async function codeOn(server: Pick<TestServer, 'url'>, phone: string): Promise<string> {
  const response = await fetch(`${server.url}/simulator/sms/outbox?format=json&phone=${phone}`)
  const messages = (await response.json()) as { code: string | null }[]
  return messages[0]?.code ?? ''
}
