/** The main process's end of the channels: checks the sender first, then the argument. */

import type { InferOutput } from 'valibot';
import { isOwnUrl } from '../page/navigation.ts';
import { type Notice, type Request, read, type Schema } from './ipc.ts';

/** An Electron event, reduced to its sender. */
interface Sent {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/** Handles a request. @param handler a rejection reaches the window as an Error with the same message. */
export function answer<Argument extends Schema, Result extends Schema>(
  ipc: { handle(name: string, handler: (event: Sent, value: unknown) => unknown): void },
  { name, argument }: Request<Argument, Result>,
  handler: (value: InferOutput<Argument>) => Promise<InferOutput<Result>>,
): void {
  ipc.handle(name, (event, value: unknown) => {
    if (!isOwnWindow(event)) throw new Error('only the window of Paxboard may send this');
    const question = read(argument, value);
    if (question === undefined) throw new Error('the argument is invalid');
    return handler(question.value);
  });
}

/** Receives a message; ignores messages of other senders, and those that violate the schema. */
export function receive<Payload extends Schema, Event extends Sent>(
  ipc: { on(name: string, listener: (event: Event, value: unknown) => void): unknown },
  { name, payload }: Notice<Payload>,
  listener: (value: InferOutput<Payload>, event: Event) => void,
): void {
  ipc.on(name, (event, value) => {
    if (!isOwnWindow(event)) return;
    const received = read(payload, value);
    if (received !== undefined) listener(received.value, event);
  });
}

/** Must be called synchronously, because the sender's frame is unset when the page navigates. */
export function isOwnWindow({ senderFrame: frame }: Sent): boolean {
  return frame !== null && frame.parent === null && isOwnUrl(frame.url);
}
