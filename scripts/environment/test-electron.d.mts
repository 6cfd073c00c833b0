/** The program of an Electron that is here, undefined if there is none. */
export function findTestElectron(): string | undefined;
/** The arguments that Electron needs to run here. */
export function testSandboxFlags(): readonly string[];
