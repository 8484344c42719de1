import type { FastifyRequest } from 'fastify'
import type { Actor } from '#platform/context/context.ts'
import type { Authenticate } from '#platform/http/index.ts'
import type { Services } from '#platform/services.ts'
import { TokenNotGood } from './errors.ts'
import { tokenHash } from './operations/issue-token.ts'

const REMEMBERED_MS = 5000
const MOST = 10_000

interface Row {
  readonly client_id: string
  readonly institutions: number[]
  readonly scopes: string[]
  readonly requests_per_minute: number
  readonly expires_at: Date
}

interface Known {
  readonly actor: Actor
  readonly until: number
}

/** Another program shows a token; everybody else is asked for as before. A token that is shown and not good is refused at once. */
export function withClients(services: Services, otherwise: Authenticate): Authenticate {
  const remembered = new Map<string, Known>()
  return async (request) => {
    const token = bearerOf(request)
    if (token === undefined) return otherwise(request)
    const known = remembered.get(token)
    if (known && known.until > Date.now()) return known.actor
    const found = await read(services, token)
    if (remembered.size >= MOST) remembered.clear()
    if (!found) {
      remembered.delete(token)
      throw new TokenNotGood()
    }
    remembered.set(token, found)
    return found.actor
  }
}

function bearerOf({ headers }: FastifyRequest): string | undefined {
  return /^Bearer\s+([A-Za-z0-9._~+/-]{1,500}=*)$/i.exec(headers.authorization ?? '')?.[1]
}

async function read({ pool }: Services, token: string): Promise<Known | undefined> {
  const { rows } = await pool.query<Row>({
    name: 'integration-token',
    text: `select t.client_id, c.institutions, t.scopes, c.requests_per_minute, t.expires_at from integration.access_token t
      join integration.client c on c.client_id = t.client_id and c.active where t.token_hash = $1 and t.expires_at > now()`,
    values: [tokenHash(token)],
  })
  const [row] = rows
  return row && {
    actor: { kind: 'client', clientId: row.client_id, institutions: row.institutions, scopes: row.scopes, requestsPerMinute: row.requests_per_minute },
    until: Math.min(Date.now() + REMEMBERED_MS, row.expires_at.getTime()),
  }
}
