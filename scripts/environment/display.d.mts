export interface Display {
  /** The environment variables of programs that use it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): void;
}
/** Starts a separate display and session bus on Linux. @param wrapper the start of their command lines, such as `ip netns exec`. */
export function openDisplay(wrapper?: readonly string[]): Promise<Display>;
/** An Xvfb of 1600 × 1200 pixels, without `DISPLAY` in `env` if it does not start. */
export function openScreen(wrapper?: readonly string[], flags?: readonly string[]): Promise<Display>;
/** The names of the packages of Debian whose programs are missing on Linux. */
export function missingDisplayPackages(): readonly string[];
