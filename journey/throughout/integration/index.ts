export { addClient, type ClientToAdd } from './operations/add-client.ts'
