import { domainError } from '#platform/errors/domain-error.ts'

export const CodeWrong = domainError('assistance.code-wrong', 404, 'This code is not right, or no longer good.')
export const TooManyTries = domainError('assistance.too-many-tries', 429, 'Too many tries. Please wait some minutes.')
export const NoSuchHelp = domainError('assistance.no-such-help', 404, 'There is no such help, or it is over.')
export const HelpOver = domainError('assistance.help-over', 409, 'The help is over.')
export const NotWatching = domainError('assistance.not-watching', 409, 'The person has not agreed to this, or no longer does.')
export const OwnHandOnly = domainError('assistance.own-hand-only', 409, 'On this page the person does everything alone.')
export const AskedAlready = domainError('assistance.asked-already', 409, 'One question after the other: the last one is not answered yet.')
export const FrameOld = domainError('assistance.frame-old', 409, 'A newer state of the page is known already.')
export const PageHidden = domainError('assistance.page-hidden', 422, 'This page is not shown to a helper.')
export const AnsweredAlready = domainError('assistance.answered-already', 409, 'This has been answered already.')
