/**
 * The origin of the desktop app's window. It never changes: the boards that a person has on the desktop, and the promises
 * that its replicas have made, are stored under it.
 */

export const desktopAppScheme = 'app';
export const desktopAppHost = 'paxboard';

/** As a window of the app sends it in `Origin`. */
export const desktopOrigin = `${desktopAppScheme}://${desktopAppHost}`;
