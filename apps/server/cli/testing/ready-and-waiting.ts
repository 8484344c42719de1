/** Stands in for the server: ready at once, ends when asked or when left alone, and says its number. */
console.log(`pid ${process.pid}`)
process.send?.('ready')
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
