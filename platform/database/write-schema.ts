import { relative } from 'node:path'
import { describeMigrations, isCurrent, write } from './schema/describe.ts'

for (const description of await describeMigrations()) {
  const name = relative(process.cwd(), description.file)
  if (isCurrent(description)) {
    console.log(`${name} is current.`)
  } else {
    write(description)
    console.log(`${name} is written.`)
  }
}
