export { addClient, type ClientToAdd } from './operations/add-client.ts'
export { publish, type ToPublish } from './operations/publish.ts'
