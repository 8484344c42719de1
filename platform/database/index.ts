export { type Database, type Db, type Tx, closeDatabase, openDatabase } from './connection.ts'
export { newId } from './ids.ts'
export { inTransaction, isPassing, violates } from './transaction.ts'
