/** @returns the path of a program by its name, undefined if the system has none. */
export function findProgram(name: string): string | undefined;
