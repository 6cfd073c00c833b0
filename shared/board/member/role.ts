export const newcomerRoles = ['editor', 'viewer'] as const;
/** What a device with an edit link may do before an owner has looked at it. */
export type NewcomerRole = (typeof newcomerRoles)[number];

export const roles = ['owner', 'editor', 'viewer'] as const;
/** What a member may do: everything, all but give roles and remove members, or look. */
export type Role = (typeof roles)[number];
