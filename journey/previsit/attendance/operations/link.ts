import { signToken, verifyToken } from '#platform/crypto/index.ts'
import { LinkOver } from '../errors.ts'

const KIND = 'v'

export interface LinkRef {
  readonly institutionId: number
  readonly noticeId: string
}

/** The short text behind the address in a message: it opens the visits of this one notice and nothing else, until they are over. */
export function linkToken({ institutionId, noticeId }: LinkRef, until: Date, now: Date): string {
  const id = Buffer.from(noticeId.replaceAll('-', ''), 'hex').toString('base64url')
  return signToken(`${KIND} ${institutionId} ${id}`, Math.max(0, Math.ceil((until.getTime() - now.getTime()) / 1000)), now)
}

/** Forged, cut off or over: the page says the same, and how to go on without the link. */
export function readLink(token: string, now: Date): LinkRef {
  const read = verifyToken(token, now)
  if ('fault' in read) throw new LinkOver({ fault: read.fault })
  const [kind, institution = '', id = ''] = read.payload.split(' ')
  const hex = Buffer.from(id, 'base64url').toString('hex')
  if (kind !== KIND || hex.length !== 32) throw new LinkOver({ fault: 'forged' })
  return { institutionId: Number(institution), noticeId: [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-') }
}
