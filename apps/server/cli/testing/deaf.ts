/** Stands in for a server that cannot finish. */
process.on('SIGTERM', () => console.log('no'))
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
