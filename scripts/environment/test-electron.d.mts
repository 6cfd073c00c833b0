/** The program of an Electron that is here, undefined if there is none. */
export function findTestElectron(): string | undefined;
/** What Electron needs on its command line to run here at all. */
export function testSandboxFlags(): readonly string[];
