/**
 * What a promise resolved to already, for changes that this device refuses without asking others.
 *
 * @returns undefined if it is still open after the tasks that wait now.
 */
export function atOnce<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  const later = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 0));
  return Promise.race([promise, later]);
}
