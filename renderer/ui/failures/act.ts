/** Hands something over that takes a while, and tells the person if that failed. */

import { notifications } from '@mantine/notifications';
import { failures } from '../texts.ts';
import { failureText } from './failure-sentence.ts';

/**
 * A refusal is no failure: the session gives notice of it. This is for what was never handed over.
 *
 * @param what could not be done, as a sentence.
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
