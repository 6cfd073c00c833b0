/** @returns the path of the program of an installed Electron runtime, undefined if there is none. */
export function findTestElectron(): string | undefined;
/** @returns `--no-sandbox` where Electron's sandbox cannot run, else no arguments. */
export function testSandboxFlags(): readonly string[];
/** Installs it if necessary. @returns undefined, after a message, if there is none for this system. */
export function ensureTestElectron(): Promise<
  { readonly program: string; readonly description: string } | undefined
>;
