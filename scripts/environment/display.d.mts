export interface Display {
  /** The environment variables of programs that use it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): void;
}
/** A display and a session bus of the tests' own. `wrapper` begins the command line of each, to run them elsewhere. */
export function openDisplay(wrapper?: readonly string[]): Promise<Display>;
/** An Xvfb of 1600 × 1200 pixels, without `DISPLAY` in `env` if it does not start. */
export function openScreen(wrapper?: readonly string[]): Promise<Display>;
