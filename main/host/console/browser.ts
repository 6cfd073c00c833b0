/** Opening the person's browser, where there is one. */

/**
 * Whether somebody sits in front of this machine.
 *
 * @param environment As from `process.env`.
 */
export function hasDesktop(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  if (isSet(environment.CI)) return false;
  if (platform === 'darwin' || platform === 'win32') return true;
  return isSet(environment.DISPLAY) || isSet(environment.WAYLAND_DISPLAY);
}

/** @returns whether a browser was started; what it does then is not known. */
export async function openBrowser(url: string): Promise<boolean> {
  try {
    // Loaded when it is needed: a host without a desktop does without it.
    const { default: open } = await import('open');
    const child = await open(url);
    // It may still fail later, e.g. if it is no browser after all; the address is on the terminal.
    child.on('error', () => child.unref());
    return true;
  } catch {
    return false;
  }
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
