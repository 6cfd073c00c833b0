/** The preload's end of the channels. */

import type { InferOutput } from 'valibot';
import { type Notice, type Request, read, type Schema } from './ipc.ts';

type Listening = (name: string, listener: (event: unknown, value: unknown) => void) => unknown;

export const mismatch =
  'This window and the app around it do not belong together. Nothing is lost. Please restart Paxboard.';

/** @throws Error with a sentence for a person if main's result violates the channel's schema. */
export async function ask<Asked extends Schema, Answered extends Schema>(
  ipc: { invoke(name: string, value: unknown): Promise<unknown> },
  { name, answered }: Request<Asked, Answered>,
  value: InferOutput<Asked>,
): Promise<InferOutput<Answered>> {
  const answer = read(answered, await ipc.invoke(name, value));
  if (answer === undefined) throw new Error(mismatch);
  return answer.value;
}

/** Messages that violate the schema are ignored. @returns a function that stops listening. */
export function listen<Told extends Schema>(
  ipc: { readonly on: Listening; readonly off: Listening },
  { name, told }: Notice<Told>,
  listener: (value: InferOutput<Told>) => void,
): () => void {
  const deliver = (_: unknown, value: unknown) => {
    const heard = read(told, value);
    if (heard !== undefined) listener(heard.value);
  };
  ipc.on(name, deliver);
  return () => {
    ipc.off(name, deliver);
  };
}
