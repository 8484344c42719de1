export { testDatabase, type TestDatabase } from './test-database.ts'
export { startTestCluster } from './test-cluster.ts'
