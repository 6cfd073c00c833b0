/** @returns the path of the program `name` in `PATH`, undefined if there is none. */
export function findProgram(name: string): string | undefined;
