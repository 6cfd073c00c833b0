/** Faults of this device's storage, as sentences: what happened, what is safe, what to do. */

import type { StoreFault } from '#app/store/errors.ts';

export function storeText(fault: StoreFault): string {
  switch (fault.type) {
    case 'corrupted':
      return (
        'The copy of this board on this device is damaged and cannot be used. ' +
        'The other devices still have the board: remove it here and join it again with an invite.'
      );
    case 'tooNew':
      return (
        'A newer version of Paxboard has saved this board on this device. ' +
        'Nothing is lost: update Paxboard and open it again.'
      );
    case 'tooOld':
      return (
        'An earlier version of Paxboard saved this board on this device, in a form that this one cannot use. ' +
        'Remove the board here and join it again with an invite from a device that has it. ' +
        'Where no other device has it, open it with the earlier version.'
      );
    case 'fenced':
      return (
        'This board was opened in another window of this device, which goes on where this one stopped. ' +
        'Nothing is lost: go on there, or reload this window to use it here.'
      );
    case 'gone':
      return (
        'This device’s copy of the board was deleted (site data cleared), so this device stopped taking part. ' +
        'The others have what was settled: join again with an invite from one of them. ' +
        'This window still shows what it knew. If nobody else has the board, save it to a file before you leave.'
      );
    case 'full':
      return (
        'There is no room left for this board on this device. What was saved is safe: ' +
        'free some disk space and open the board again.'
      );
    case 'failed':
      return failedText(fault);
  }
}

function failedText({ use, cause }: Extract<StoreFault, { readonly type: 'failed' }>): string {
  switch (use) {
    case 'open':
      return (
        `This device’s storage did not let the board be read (${cause}). Nothing was changed. ` +
        'Close other windows of Paxboard, check that the disk has room, then open the board again.'
      );
    case 'save':
      return (
        'This device could not save changes to the board, so it stopped taking part. What was saved is safe: ' +
        'open the board again.'
      );
    case 'delete':
      return (
        `This device’s storage did not let the board be deleted (${cause}). ` +
        'Close other windows of Paxboard, then try again.'
      );
  }
}
