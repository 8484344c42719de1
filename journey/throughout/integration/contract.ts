import { z } from 'zod'

export const ClientId = z.string().regex(/^[a-zA-Z0-9._-]{3,64}$/)
/** As SMART writes leave: `system/Slot.rs`. */
export const Scope = z.string().regex(/^system\/(\*|[A-Z][A-Za-z]+)\.(read|write|\*|c?r?u?d?s?)$/).refine((scope) => !scope.endsWith('.'))

/** What a client is let in to by default: finding, and booking for people it can name. */
export const usualScopes = [
  'system/Organization.rs', 'system/Location.rs', 'system/HealthcareService.rs', 'system/Practitioner.rs', 'system/PractitionerRole.rs',
  'system/Schedule.rs', 'system/Slot.rs', 'system/Patient.rs', 'system/Appointment.crus',
] as const

const PublicKey = z.looseObject({
  kty: z.enum(['RSA', 'EC']),
  alg: z.enum(['RS384', 'ES384']).optional(),
  kid: z.string().max(200).optional(),
  n: z.string().max(2000).optional(),
  e: z.string().max(20).optional(),
  crv: z.literal('P-384').optional(),
  x: z.string().max(200).optional(),
  y: z.string().max(200).optional(),
})
/** Public keys only: a private one that was pasted by mistake is refused, and must be replaced. */
export const Jwks = z.object({
  keys: z.array(PublicKey.refine((jwk) => !('d' in jwk), { message: 'private' })
    .refine((jwk) => (jwk.kty === 'RSA' ? jwk.n !== undefined && jwk.e !== undefined : jwk.crv !== undefined && jwk.x !== undefined && jwk.y !== undefined), { message: 'incomplete' })).min(1).max(10),
})

const Name = z.string().trim().min(1).max(100)
export const NewClient = z.object({
  clientId: ClientId,
  name: Name,
  contact: z.string().trim().max(200).default(''),
  scopes: z.array(Scope).min(1).max(30),
  jwks: Jwks.optional(),
  jwksUrl: z.url().max(500).optional(),
}).refine((one) => (one.jwks === undefined) !== (one.jwksUrl === undefined), { message: 'one of jwks and jwksUrl', path: ['jwks'] })
export type NewClient = z.infer<typeof NewClient>

export const ClientSwitch = z.object({ active: z.boolean() })

export const Client = z.object({
  clientId: ClientId,
  name: z.string(),
  contact: z.string(),
  scopes: z.array(z.string()),
  institutions: z.array(z.number().int()),
  keys: z.enum(['jwks', 'url']),
  jwksUrl: z.string().nullable(),
  keyIds: z.array(z.string()),
  active: z.boolean(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  /** False: the region looks after it. */
  mine: z.boolean(),
})
export type Client = z.infer<typeof Client>
export const Clients = z.object({ clients: z.array(Client), fhirUrl: z.string(), tokenUrl: z.string() })
export type Clients = z.infer<typeof Clients>
