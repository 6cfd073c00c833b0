/** Opens the default browser, if the machine has a desktop. */

/**
 * Whether a person can see a window of this machine.
 *
 * @param environment variables as in `process.env`.
 */
export function hasDesktop(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  if (isSet(environment.CI)) return false;
  if (platform === 'darwin' || platform === 'win32') return true;
  return isSet(environment.DISPLAY) || isSet(environment.WAYLAND_DISPLAY);
}

/** @returns whether a browser was started; its further behaviour is unknown. */
export async function openBrowser(url: string): Promise<boolean> {
  try {
    // Loaded on demand: a host without a desktop does not need it.
    const { default: open } = await import('open');
    const child = await open(url);
    // The program may still fail later. Then the person uses the address on the terminal.
    child.on('error', () => child.unref());
    return true;
  } catch {
    return false;
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
