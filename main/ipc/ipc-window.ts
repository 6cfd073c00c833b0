/** The preload's end of the channels. */

import type { InferOutput } from 'valibot';
import { type Notice, type Request, read, type Schema } from './ipc.ts';

type Listening = (name: string, listener: (event: unknown, value: unknown) => void) => unknown;

export const mismatch =
  'This window and the app around it do not belong together. Nothing is lost. Please restart Paxboard.';

/** Sends a request. @throws Error with a sentence for a person if main's result violates the channel's schema. */
export async function ask<Argument extends Schema, Result extends Schema>(
  ipc: { invoke(name: string, value: unknown): Promise<unknown> },
  { name, result }: Request<Argument, Result>,
  value: InferOutput<Argument>,
): Promise<InferOutput<Result>> {
  const answer = read(result, await ipc.invoke(name, value));
  if (answer === undefined) throw new Error(mismatch);
  return answer.value;
}

/** Listens to messages; ignores those that violate the schema. @returns a function that stops listening. */
export function listen<Payload extends Schema>(
  ipc: { readonly on: Listening; readonly off: Listening },
  { name, payload }: Notice<Payload>,
  listener: (value: InferOutput<Payload>) => void,
): () => void {
  const deliver = (_: unknown, value: unknown) => {
    const received = read(payload, value);
    if (received !== undefined) listener(received.value);
  };
  ipc.on(name, deliver);
  return () => {
    ipc.off(name, deliver);
  };
}
