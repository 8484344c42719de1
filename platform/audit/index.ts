export { audit, auditAll, type AuditEntry, actorId } from './audit.ts'
export { sealAudit, verifyAudit, type AuditFault } from './seal.ts'
