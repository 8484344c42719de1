export { keyedHash, type MasterKeys, seal, unseal, useKeys } from './personal-data.ts'
export { signToken, verifyToken } from './token.ts'
