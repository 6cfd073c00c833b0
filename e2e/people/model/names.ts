/** The people at the three windows. */

export const people = ['Ada', 'Ben', 'Cleo'] as const;
export type Name = (typeof people)[number];
