/** Waits for the lock, at most `timeoutMilliseconds`. @returns a function that releases it; undefined after the timeout. */
export function acquireLock(file: string, timeoutMilliseconds?: number): (() => void) | undefined;
/** Whether no process has this id; false if it is not a process id. */
export function hasEnded(pid: number): boolean;
