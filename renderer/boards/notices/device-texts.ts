/** Facts about this device and its changes, as sentences: what happened, what is safe, what to do. */

import type { DeviceFact } from '#app/session/view/view.ts';
import type { Role } from '#shared/board/member/role.ts';
import type { SubmitRefusal } from '#shared/replica/outbox/outbox.ts';
import { catalog } from '#shared/texts/catalog.ts';

/** Why a change of this device was not submitted. */
export const notTakenTexts = catalog('notices.notTaken', {
  outboxFull:
    'Too many changes wait on this device, so the last one was not accepted. The waiting ones are safe. They settle once enough of the other devices are reachable; then go on.',
  tooLarge:
    'The last change is too large, so it was not accepted. Nothing else is lost. Make it in smaller parts.',
  stopped:
    'The last change was not accepted, because this board has stopped on this device. Everything settled is safe. Open the board again to go on.',
  viewOnly:
    'This device may only view this board, so nothing was changed. Ask someone on it for a link that lets you edit.',
  viewer:
    'You are a viewer of this board, so nothing was changed. To edit, ask one of its owners to make you an editor.',
} as const satisfies Record<SubmitRefusal | 'viewer', string>);

/** Somebody else changed the role of this person. */
export const roleNotices = catalog('notices.role', {
  owner: 'You are now an owner of this board: you can give roles and remove people. See People.',
  editor: 'You are now an editor of this board: you can change everything on it.',
  viewer:
    'You are now a viewer of this board: you can look at everything and change nothing. Ask one of its owners to change that.',
} as const satisfies Record<Role, string>);

export const deviceTexts = catalog('notices.device', {
  lostCopy:
    'The copy of this board on this device is gone, perhaps because the browser cleared its storage. This device joins again as a new one and gets everything that was settled from the others. Open the board on one of them. If no other device has it, it cannot be brought back.',
  noAddresses:
    'This device could not find out its own network address, so it looks for the others only at the addresses in the invite. Nothing is lost. If nobody is found, open the board again.',
  mayBePrivate:
    'This browser has not promised to keep this device’s copy of the board. If this is a private window, the copy and its vote are gone when you close it. To keep them, use a normal window or the desktop app.',
} as const satisfies Record<DeviceFact, string>);
