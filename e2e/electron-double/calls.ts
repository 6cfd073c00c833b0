/** What the app asked of the system, for the tests to look at; and events that can be prevented. */

export const calls: { readonly name: string; readonly args: readonly unknown[] }[] = [];

/** A function of Electron's that only takes note of its call. */
export const noted =
  <Result>(name: string, result: Result) =>
  (...args: unknown[]): Result => {
    calls.push({ name, args });
    return result;
  };

export function preventable() {
  let prevented = false;
  return {
    event: {
      preventDefault: () => {
        prevented = true;
      },
    },
    isPrevented: () => prevented,
  };
}
