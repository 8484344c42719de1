/** The custodian's bank: it takes a file of instructions, and answers with a file of what became of them. */
export interface Bank {
  /** Safe to repeat: the bank knows an instruction by its id. */
  hand(file: string): Promise<void>
  /** What it has decided about these, so far. */
  results(ids: readonly string[]): Promise<string>
}
