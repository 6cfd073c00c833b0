/** What a peer sends that has proved itself and then does as it likes. */

import { onTestFinished, vi } from 'vitest';
import { SecureChannel } from '../link/secure-channel.ts';

/** As it is when no test changes it. */
const { send } = SecureChannel.prototype;

/** The next message that any end seals is this one instead. */
export function sealInstead(message: Uint8Array): void {
  let isDue = true;
  sealChanged((sent) => {
    if (!isDue) return sent;
    isDue = false;
    return message;
  });
}

/** Until the test is over, every message is sealed as `change` makes it; undefined is not sent. */
export function sealChanged(change: (message: Uint8Array) => Uint8Array | undefined): void {
  const spy = vi.spyOn(SecureChannel.prototype, 'send').mockImplementation(function (
    this: SecureChannel,
    message: Uint8Array,
  ) {
    const changed = change(message);
    if (changed !== undefined) send.call(this, changed);
  });
  onTestFinished(() => {
    spy.mockRestore();
  });
}
