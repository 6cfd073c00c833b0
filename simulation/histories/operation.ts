/** The operations of the simulated clients, encoded as the bytes of a command. */

export type Operation =
  | { readonly type: 'write'; readonly key: string; readonly value: string }
  /** Claims a key that is not claimed yet, as a user claims a task. */
  | { readonly type: 'claim'; readonly key: string }
  | { readonly type: 'read'; readonly key: string };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function bodyOf(operation: Operation): Uint8Array {
  const value = operation.type === 'write' ? operation.value : '';
  return encoder.encode(`${operation.type} ${operation.key} ${value}`);
}

/** @throws RangeError if `body` is not the result of {@link bodyOf}. */
export function operationFrom(body: Uint8Array): Operation {
  const [type, key, value] = decoder.decode(body).split(' ');
  if (key !== undefined) {
    if (type === 'write') return { type, key, value: value ?? '' };
    if (type === 'claim' || type === 'read') return { type, key };
  }
  throw new RangeError('not an operation');
}
