/** Packages of Debian that `npm run test:laptop` needs: the services of a laptop's system, and another engine for guests. */

import { existsSync } from 'node:fs';
import { say } from './prepare.mjs';
import { findProgram, installWithApt } from './programs.mjs';

/** Of each package, a program, or a file where it has none. */
const packages = {
  dbus: 'dbus-daemon',
  'desktop-file-utils': 'desktop-file-validate',
  'libglib2.0-bin': 'gdbus',
  'gnome-keyring': 'gnome-keyring-daemon',
  'python3-dbusmock': '/usr/lib/python3/dist-packages/dbusmock/__init__.py',
  openbox: 'openbox',
  'x11-xserver-utils': 'xrandr',
  'x11-utils': 'xwininfo',
  xdotool: 'xdotool',
  systemd: 'systemd-inhibit',
  weston: 'weston',
  xvfb: 'Xvfb',
};

export function missingLaptopPackages() {
  return Object.entries(packages)
    .filter(([, file]) => !(file.startsWith('/') ? existsSync(file) : findProgram(file) !== undefined))
    .map(([name]) => name);
}

/** Installs the missing ones and a Firefox where nothing is asked for it; without them the tests are skipped. */
export function ensureLaptopPackages() {
  const hasFirefox = ['firefox-esr', 'firefox'].some((name) => findProgram(name) !== undefined);
  const missing = [...missingLaptopPackages(), ...(hasFirefox ? [] : ['firefox-esr'])];
  if (missing.length === 0) return;
  say(`Installing ${missing.join(', ')} …`);
  installWithApt(...missing);
}
