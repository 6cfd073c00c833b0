import type { Outcome } from '#shared/board/commands.ts';

/** The outcome of a change. `not-taken`: it was never submitted, because the device may only view or the board has stopped. */
export type Result = Outcome | { readonly status: 'not-taken' };
