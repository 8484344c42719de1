export { startTestCluster } from './test-cluster.ts'
export { testDatabase, type TestDatabase } from './test-database.ts'
export { useTestKeys } from './test-keys.ts'
export { testServer, type AskOptions, type TestReply, type TestServer } from './test-server.ts'
