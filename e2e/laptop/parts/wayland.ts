/**
 * A Wayland compositor for a login session: Weston, in a window on a separate X server. Its headless backend has no keyboard, and GTK
 * in Electron 25 crashes without one.
 */

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Display, openScreen } from '../../../scripts/environment/display.mjs';
import { until } from '../../processes/until.ts';
import type { LoginSession } from './login-session.ts';

const socket = 'wayland-test';

/** Positions of fields in the header of an X window dump, bytes. Source: X11/XWDFile.h */
const headerFields = { headerSize: 0, width: 16, height: 20, bytesPerLine: 48, colours: 76 };
const bytesPerColour = 12;
const bytesPerPixel = 4;

export class WaylandScreen {
  readonly #display: Display;
  readonly #dump: string;
  /** For the programs of the session: no X server. */
  readonly env = { DISPLAY: '', WAYLAND_DISPLAY: socket };

  private constructor(display: Display, dump: string) {
    this.#display = display;
    this.#dump = dump;
  }

  /** @param folder is created, and keeps the picture of the screen. */
  static async open(login: LoginSession, folder: string): Promise<WaylandScreen> {
    mkdirSync(folder, { recursive: true });
    const display = await openScreen([], ['-fbdir', folder]);
    const args = ['--backend=x11-backend.so', '--use-pixman', `--socket=${socket}`, '--idle-time=0'];
    login.serve('env', [
      `DISPLAY=${display.env.DISPLAY}`,
      'weston',
      ...args,
      '--width=1400',
      '--height=1000',
    ]);
    const runtime = login.env.XDG_RUNTIME_DIR ?? '';
    await until('the socket of Weston', async () => existsSync(join(runtime, socket)) || undefined);
    return new WaylandScreen(display, join(folder, 'Xvfb_screen0'));
  }

  /** The number of pixels of a colour on the screen. @param colour 0xRRGGBB. */
  pixelsOf(colour: number): number {
    const dump = readFileSync(this.#dump);
    const field = (name: keyof typeof headerFields) => dump.readUInt32BE(headerFields[name]);
    const begin = field('headerSize') + field('colours') * bytesPerColour;
    let found = 0;
    for (let y = 0; y < field('height'); y += 1) {
      const line = begin + y * field('bytesPerLine');
      for (let x = 0; x < field('width'); x += 1) {
        if (dump.readUIntLE(line + x * bytesPerPixel, 3) === colour) found += 1;
      }
    }
    return found;
  }

  close(): void {
    this.#display.stop();
  }
}
