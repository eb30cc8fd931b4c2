import fc from 'fast-check'

/** Property tests try the same inputs on every run and every machine; a failure found elsewhere is replayed by its seed and path. */
fc.configureGlobal({ seed: 20_261_122, endOnFailure: false })
