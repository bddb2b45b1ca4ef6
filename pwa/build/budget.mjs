/** Fails when a page grew beyond what its reader can afford: kilobytes after gzip, before any photo. */
console.log('budgets: none yet')
