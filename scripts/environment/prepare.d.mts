/** Builds `out/` if it is missing or older than the sources. @throws Error if the build fails. */
export function ensureBuilt(): void;
