import { domainError } from '#platform/errors/domain-error.ts'

export const PreviewOutdated = domainError('supply.preview-outdated', 409, 'Something changed since you looked; please look again.')
export const CannotApply = domainError('supply.cannot-apply', 409, 'This cannot be applied as it is.')
export const ChangeNotFound = domainError('supply.change-not-found', 404, 'There is no such change.')
export const CannotTakeBack = domainError('supply.cannot-take-back', 409, 'This change can no longer be taken back.')
export const NotASpreadsheet = domainError('supply.not-a-spreadsheet', 422, 'This is neither an Excel workbook (.xlsx) nor a CSV file.')
export const OnlyYourOwn = domainError('supply.only-your-own', 403, 'Doctors see their own schedule here.')
export const TooLong = domainError('supply.too-long', 400, 'At most six weeks at a time.')
