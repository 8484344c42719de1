export { type Database, type Db, type Tx, closeDatabase, openDatabase, poolOf } from './connection.ts'
export { newId } from './ids.ts'
export { inTransaction, isPassing, violates } from './transaction.ts'
