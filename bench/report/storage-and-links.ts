/** The engine's use of disks and of slow links: transactions per command, and the time and the bytes of transfers. */

import { measureTransfer, type Transfer, transferKinds } from '../../simulation/slow-links/transfers.ts';
import { measureStorageUse, type StorageUse } from '../consensus/transactions.ts';
import { say } from './report.ts';
import { formatRatio, formatTable } from './table.ts';

const sizes = [3, 5];
const windows = [1, 64];
const submitters = ['leader', 'follower'] as const;

/** Mbit/s of each link, in each direction. */
const rates = [1, 4, 10];

export interface StorageRow extends StorageUse {
  readonly size: number;
  readonly window: number;
  readonly submitter: 'leader' | 'follower';
}

export function reportStorageUse(): readonly StorageRow[] {
  say(
    '\nStorage: transactions of all replicas per command, the outbox included; each takes one message delay',
  );
  const measured = sizes.flatMap((size) =>
    windows.flatMap((window) =>
      submitters.map((submitter) => ({
        size,
        window,
        submitter,
        ...measureStorageUse(size, window, submitter),
      })),
    ),
  );
  const rows = measured.map(({ size, window, submitter, strict, relaxed, delays }) => [
    `submitted by the ${submitter}`,
    String(size),
    String(window),
    strict.toFixed(2),
    relaxed.toFixed(2),
    String(delays),
  ]);
  say(formatTable(['', 'replicas', 'window', 'strict', 'relaxed', 'delays, transactions included'], rows));
  return measured;
}

export function reportTransfers(): readonly Transfer[] {
  say('\nSlow links: each has the rate in each direction; times are simulated; storage confirms at once');
  const measured = transferKinds.flatMap((kind) => rates.map((rate) => measureTransfer(kind, rate)));
  const rows = measured.map((transfer) => {
    const { name, mbitPerSecond, seconds, idealSeconds, sentBytes, neededBytes, leaderships } = transfer;
    return [
      name,
      String(mbitPerSecond),
      seconds === undefined ? 'never' : seconds.toFixed(1),
      seconds === undefined ? '' : formatRatio(seconds / idealSeconds),
      (sentBytes / neededBytes).toFixed(3),
      String(leaderships),
    ];
  });
  const head = ['', 'Mbit/s', 'seconds', 'times the ideal', 'bytes sent per byte needed', 'new leaders'];
  say(formatTable(head, rows));
  return measured;
}
