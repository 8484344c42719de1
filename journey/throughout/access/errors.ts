import { domainError } from '#platform/errors/domain-error.ts'

export const AskedTooOften = domainError('access.asked-too-often', 429, 'That was often. Please wait a little, then try again.')
export const CodeWrong = domainError('access.code-wrong', 422, 'That code is not right.')
export const CodeOver = domainError('access.code-over', 410, 'This code no longer works. Please ask for a new one.')
export const MessageNotSent = domainError('access.message-not-sent', 502, 'We could not send the message. Please try again in a while.')
/** One answer for an unknown name, a wrong password and an account that was closed. */
export const SignInRefused = domainError('access.sign-in-refused', 401, 'Name or password is not right.')
export const SignInLocked = domainError('access.sign-in-locked', 429, 'Too many tries. Please wait, then try again.')
export const SecondFactorWrong = domainError('access.second-factor-wrong', 422, 'That code is not right, or was used already. Please take the next one.')
export const StepNotDue = domainError('access.step-not-due', 409, 'This step is not due. Please start again.')
export const WorkplaceNotYours = domainError('access.workplace-not-yours', 403, 'You do not work there.')
export const SessionNotFound = domainError('access.session-not-found', 404, 'This sign-in is over already.')
