/** Why this device stopped taking part, as sentences: what happened, what is safe, what to do. */

import type { Parting, Stop } from '#app/session/view/view.ts';
import { formatCount } from '../ui/format.ts';
import { storeText } from '../ui/store-text.ts';

export function stopText(stop: Stop): string {
  switch (stop.reason) {
    case 'elsewhere':
      return storeText({ type: 'fenced' });
    case 'gone':
      return storeText({ type: 'gone' });
    case 'storage':
      return storeText(stop.fault);
    case 'removed':
      return (
        `${stop.by === '' ? 'Someone' : stop.by} removed this device from the board, so it takes no part any more and ` +
        'hears nothing new. What it holds is kept as it is until you forget the board here; changes that were still ' +
        'pending are not on the board. If that was a mistake, ask for an invite, forget the board here, and join it again.'
      );
    case 'superseded':
      return (
        'Too many devices were missing, so someone decided that the board goes on from another device alone. ' +
        partingText(stop.parting) +
        'What only this device has, such as changes that were still pending, is kept here and is not on the board. ' +
        'To take part again, join as a new device: what is here is saved to a file first.'
      );
    case 'diverged':
      return (
        `The board on this device differs from that of most others (${stop.why}), which must never happen. ` +
        'This device stopped before it could do harm. Everything that was settled is safe on the other devices. ' +
        'Please report this, then open the board again. If it stops again, join as a new device.'
      );
    case 'rolledBack':
      return (
        'This device’s storage has lost something that it had confirmed; perhaps the system was restored from a backup. ' +
        'Another device noticed, and this one stopped before it could do harm. What it holds is kept as it is. ' +
        'Everything that was settled is safe on the other devices. ' +
        'To take part again, join as a new device: what is here is saved to a file first.'
      );
    case 'invariant':
      return (
        `Paxboard found something that must never happen (${stop.why}) and stopped this device before it could ` +
        'do harm. Everything that was settled is safe on the other devices. ' +
        'Please report this, then open the board again.'
      );
  }
}

function partingText(parting: Parting | undefined): string {
  if (parting === undefined) return '';
  const { shared, here, there } = parting;
  const common = `Both boards share the first ${changes(shared)}. `;
  if (here === 0) return `${common}This device has nothing settled that the other board lacks. `;
  return `${common}Since then, ${changes(here)} settled here, and ${changes(there)} there. `;
}

function changes(count: number): string {
  return count === 1 ? '1 change' : `${formatCount(count)} changes`;
}
