/** Only what its importer touches while it is loaded. */
module.exports = { verbose: () => module.exports };
