import { domainError } from '#platform/errors/domain-error.ts'

export const InstitutionNotFound = domainError('directory.institution-not-found', 404, 'We do not know this hospital.')
export const DepartmentNotFound = domainError('directory.department-not-found', 404, 'This hospital has no such department.')
export const DoctorNotFound = domainError('directory.doctor-not-found', 404, 'This hospital has no such doctor.')
export const NotAWorkbook = domainError('directory.not-a-workbook', 422, 'This file is not an Excel workbook (.xlsx).')
export const ServiceNotFound = domainError('directory.service-not-found', 404, 'This hospital has no such clinic.')
export const FeeNotFound = domainError('directory.fee-not-found', 409, 'The price list has no such registration fee today.')
