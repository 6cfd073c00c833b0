export const roles = ['owner', 'editor', 'viewer'] as const;
/** What a member may do: everything, all but give roles and remove members, or look. */
export type Role = (typeof roles)[number];
