/** The maximum length of the chain of promises between a refusal and its reader; it has six now. */
const maxHops = 20;

/**
 * The value of a promise that resolves without an event from outside of the page, for changes that this device refuses
 * without the others. No frame is drawn meanwhile, so a hundred in a row are fast.
 *
 * @returns undefined if it stays pending.
 */
export async function atOnce<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  let known: { readonly value: Value } | undefined;
  const reading = promise.then((value) => {
    known = { value };
  });
  for (let hop = 0; hop < maxHops && known === undefined; hop += 1) await Promise.race([reading, undefined]);
  return known?.value;
}
