import { domainError } from '#platform/errors/domain-error.ts'

export const NotEnoughBalance = domainError('wallet.not-enough-balance', 409, 'There is not enough in the balance. Nothing was taken.')
export const WalletNotYours = domainError('wallet.not-yours', 404, 'This balance does not exist, or it is not yours to see.')
export const ConsentNeeded = domainError('wallet.consent-needed', 403, 'The person has to show the payment code on their phone first.')
export const PromiseOver = domainError('wallet.promise-over', 409, 'This amount is no longer kept aside.')
export const TopUpTooSmall = domainError('wallet.top-up-too-small', 422, 'This is less than can be topped up at once.')
export const TopUpTooMuch = domainError('wallet.top-up-too-much', 422, 'This is more than can be topped up at once.')
export const BalanceFull = domainError('wallet.balance-full', 409, 'With this the balance would be higher than is allowed.')
