import { domainError } from '#platform/errors/domain-error.ts'

export const BoardNotFound = domainError('boards.not-found', 404, 'There is no such board.')
export const ChangedMeanwhile = domainError('boards.changed-meanwhile', 409, 'Somebody else published this layout meanwhile.')
export const NothingToUndo = domainError('boards.nothing-to-undo', 409, 'There is no earlier version to go back to.')
export const ScreenNotFound = domainError('boards.screen-not-found', 404, 'There is no such screen.')
export const ScreenNameTaken = domainError('boards.screen-name-taken', 409, 'Another screen has this name.')
export const PassNotGood = domainError('boards.pass-not-good', 403, 'This screen is not set up yet. Ask the nurse desk for its address.')
export const NotAtWork = domainError('boards.not-at-work', 403, 'This belongs to another institution.')
