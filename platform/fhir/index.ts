export { FHIR_JSON, isNamed, originOf } from './answer.ts'
export { type Asked, type Criteria, type DateValue, isMeant, parseDate, parseReference, parseToken, type ReferenceValue, spanOf, spansOf, type TokenValue } from './criteria.ts'
export type {
  Cursor, FhirPart, Found, Issue, OperationCall, Question, Reading, SearchParam, ServedOperation, ServedResource, Writing,
} from './declare.ts'
export { ChangeNotOffered, ParameterInvalid, ResourceInvalid, ResourceNotFound, VersionConflict } from './errors.ts'
export { fitsInteger, pairId, readPairId, readPairIds } from './ids.ts'
export { outcome } from './outcome.ts'
export { fhirRoutes } from './routes.ts'
export { coveredScopes, isScope } from './scopes.ts'
export { entryOf } from './search.ts'
export { createValidator } from './validation/index.ts'
