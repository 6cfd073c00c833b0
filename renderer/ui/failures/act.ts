/** Starts an asynchronous action, and shows a notification if it fails. */

import { notifications } from '@mantine/notifications';
import { failures } from '../texts.ts';
import { failureText } from './failure-sentence.ts';

/**
 * A refusal is not a failure: the session emits a notice of it. This is for changes that were never submitted.
 *
 * @param what failed, as a sentence.
 */
export function act(promise: Promise<unknown>, what: string = failures.command): void {
  promise.catch((error: unknown) => {
    console.error(error);
    notifications.show({
      title: failures.title,
      message: failureText(error, what),
      color: 'red',
    });
  });
}
