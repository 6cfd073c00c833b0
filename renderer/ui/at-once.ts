/** Promises in a chain between a refusal and its reader, at most; there are six. */
const maxHops = 20;

/**
 * What a promise resolves to without waiting for anything outside of the page, for changes that this device refuses
 * without asking others. No frame is drawn meanwhile, so a hundred in a row are quick.
 *
 * @returns undefined if it stays open.
 */
export async function atOnce<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  let known: { readonly value: Value } | undefined;
  const reading = promise.then((value) => {
    known = { value };
  });
  for (let hop = 0; hop < maxHops && known === undefined; hop += 1) await Promise.race([reading, undefined]);
  return known?.value;
}
