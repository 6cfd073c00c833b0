/**
 * The origin of the desktop app's window. It must never change: the boards on this device, and the promises of their
 * replicas, are stored under it.
 */

export const desktopAppScheme = 'app';
export const desktopAppHost = 'paxboard';

/** The `Origin` header of the app's window. */
export const desktopOrigin = `${desktopAppScheme}://${desktopAppHost}`;
