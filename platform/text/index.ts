export { csvRecords, decodeText, parseCsv } from './csv.ts'
export { nameInLatin, normalise, spell, type Spelling, spellingColumn } from './spelling.ts'
