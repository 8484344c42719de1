/** Stands in for a server that cannot start. */
console.error('no leg to stand on')
process.exit(3)
