/** The length of an engine tick. */
export const tickMilliseconds = 50;
