/** Waits at most `patience` milliseconds. @returns a function that ends the turn, undefined if it did not come. */
export function takeTurn(file: string, patience?: number): (() => void) | undefined;
/** Whether there is no process of that number any more. */
export function hasEnded(pid: number): boolean;
