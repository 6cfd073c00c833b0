/** The program of the runtime in `folder`, undefined if there is none. */
export function programIn(folder: string): string | undefined;
/** What Electron needs on its command line to run here at all. */
export function sandboxFlags(): readonly string[];
