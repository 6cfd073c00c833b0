/** Messages of a proven peer that misbehaves. */

import { onTestFinished, vi } from 'vitest';
import { SecureChannel } from '../link/channel/secure-channel.ts';

/** The original method. */
const { send } = SecureChannel.prototype;

/** Replaces the next message that any end seals. */
export function sealInstead(message: Uint8Array): void {
  let isDue = true;
  sealChanged((sent) => {
    if (!isDue) return sent;
    isDue = false;
    return message;
  });
}

/** Until the test is over, `change` is applied to every message before it is sealed; undefined drops one. */
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
