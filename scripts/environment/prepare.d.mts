/** Builds `out/` if it is not there or of other sources. Throws if the build fails. */
export function ensureBuilt(): void;
