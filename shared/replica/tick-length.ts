/** One unit of the engine's time. */
export const tickMilliseconds = 50;
