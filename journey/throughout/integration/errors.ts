import { domainError } from '#platform/errors/domain-error.ts'

export const ClientIdTaken = domainError('integration.client-id-taken', 409, 'There is a program of this id.')
export const ClientNotFound = domainError('integration.client-not-found', 404, 'There is no such program here.')
export const KeyAddressNotAllowed = domainError('integration.key-address-not-allowed', 422, 'Keys are fetched over https only.')
export const TokenNotGood = domainError('integration.token-not-good', 401, 'The access token is not known, or its time is over.')
