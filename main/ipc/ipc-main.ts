/** Main's end of the channels: who asks is looked at first, then what. */

import type { InferOutput } from 'valibot';
import { isOwnUrl } from '../window/navigation.ts';
import { type Notice, type Request, read, type Schema } from './ipc.ts';

/** An event of Electron's, as far as it says who sent it. */
interface Sent {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/** @param handler its rejection reaches the window as an Error with the same message. */
export function answer<Asked extends Schema, Answered extends Schema>(
  ipc: { handle(name: string, handler: (event: Sent, value: unknown) => unknown): void },
  { name, asked }: Request<Asked, Answered>,
  handler: (value: InferOutput<Asked>) => Promise<InferOutput<Answered>>,
): void {
  ipc.handle(name, (event, value: unknown) => {
    if (!isOwnWindow(event)) throw new Error('only the window of Paxboard may ask that');
    const question = read(asked, value);
    if (question === undefined) throw new Error('that cannot be asked');
    return handler(question.value);
  });
}

/** What comes from elsewhere, or does not fit the schema, is ignored. */
export function hear<Told extends Schema, Event extends Sent>(
  ipc: { on(name: string, listener: (event: Event, value: unknown) => void): unknown },
  { name, told }: Notice<Told>,
  listener: (value: InferOutput<Told>, event: Event) => void,
): void {
  ipc.on(name, (event, value) => {
    if (!isOwnWindow(event)) return;
    const heard = read(told, value);
    if (heard !== undefined) listener(heard.value, event);
  });
}

/** Looked at at once: the sender's frame is gone when the page moves on. */
export function isOwnWindow({ senderFrame: frame }: Sent): boolean {
  return frame !== null && frame.parent === null && isOwnUrl(frame.url);
}
