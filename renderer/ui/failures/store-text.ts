/** Faults of this device's storage, as sentences: what happened, what is safe, what to do. */

import type { StoreFault } from '#app/store/errors.ts';
import { catalog } from '#shared/texts/catalog.ts';

const store = catalog('store', {
  corrupted:
    'The copy of this board on this device is damaged and cannot be used. If another device has the board, remove it here and join it again with an invite from there. If no other device has it, do not remove it: nothing else is left of the board.',
  tooNew:
    'A newer version of Paxboard has saved this board on this device. Nothing is lost: update Paxboard and open it again.',
  tooOld:
    'An earlier version of Paxboard saved this board on this device, in a form that this one cannot use. Remove the board here and join it again with an invite from a device that has it. Where no other device has it, open it with the earlier version.',
  fenced:
    'This board was opened in another window of this device, which goes on where this one stopped. Nothing is lost: go on there, or reload this window to use it here.',
  gone: 'This device’s copy of the board was deleted (site data cleared), so this device stopped taking part. The others have everything that was settled: join again with an invite from one of them. This window still shows the board as it was. If nobody else has it, save it to a file before you leave.',
  full: 'There is no room left for this board on this device. Everything saved is safe: free some disk space and open the board again.',
  openFailed:
    'This device’s storage did not let the board be read ({cause}). Nothing was changed. Close other windows of Paxboard, check that the disk has room, then open the board again.',
  saveFailed:
    'This device could not save changes to the board, so it stopped taking part. Everything saved is safe: check that the disk has room, then open the board again.',
  deleteFailed:
    'This device’s storage did not let the board be deleted ({cause}). Close other windows of Paxboard, then try again.',
});

export function storeText(fault: StoreFault): string {
  if (fault.type !== 'failed') return store[fault.type];
  const { use, cause } = fault;
  switch (use) {
    case 'open':
      return store.openFailed({ cause });
    case 'save':
      return store.saveFailed;
    case 'delete':
      return store.deleteFailed({ cause });
  }
}
