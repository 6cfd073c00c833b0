import { notifications } from '@mantine/notifications';
import { maxBoardBlobBytes } from '#shared/blob/blob.ts';
import { formatBytesOf } from './format.ts';
import { storage } from './texts.ts';

/** A person is notified when a board’s images and files take more than this part of the bound. */
const nearlyFull = 0.8;

/** @param bytes of the board's images and files on this device. */
export function warnIfNearlyFull(bytes: number): void {
  if (bytes < nearlyFull * maxBoardBlobBytes) return;
  notifications.show({
    id: 'nearly-full',
    title: storage.nearlyFullTitle,
    message: storage.nearlyFull({ amount: formatBytesOf(bytes, maxBoardBlobBytes) }),
    color: 'yellow',
  });
}
