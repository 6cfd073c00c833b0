/** The options of a shelf that a caller leaves out: the browser's. */

import { systemClock } from '#app/clock/clock.ts';
import { browserMesh } from '#app/mesh/browser-mesh.ts';
import { HostGossip } from '#app/mesh/discovery/host-gossip.ts';
import { browserSocket } from '#app/mesh/signaling/socket.ts';
import { openReplica } from '../replica/open.ts';
import { withNextFrame } from '../session/changes/pacing.ts';
import { noDeviceLife, pageLife } from '../session/device/page-life.ts';
import { lastingStorage } from './copies/lasting-storage.ts';
import { isGuestPage } from './guest.ts';
import { browserWindowSources, singleWindow } from './opening/single-window.ts';
import { openSecrets } from './records/secret-box.ts';
import type { ShelfOptions } from './shelf-options.ts';

export function withDefaults(options: ShelfOptions): Required<ShelfOptions> {
  return {
    indexedDB: globalThis.indexedDB,
    pageStorage: () => globalThis.localStorage,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    now: () => Date.now(),
    nearby: async () => ({ announced: [], found: [] }),
    clock: systemClock,
    schedule: withNextFrame(globalThis),
    singleWindow: singleWindow(browserWindowSources()),
    pageLife: (listener) => pageLife(globalThis)(listener),
    connect: (mesh) => new HostGossip(browserMesh(mesh), mesh.hosts),
    openSocket: browserSocket,
    secrets: openSecrets,
    deviceLife: noDeviceLife,
    openReplica,
    isGuest: isGuestPage(),
    lasting: lastingStorage(globalThis.navigator?.storage, options.warn ?? warnInConsole),
    warn: warnInConsole,
    ...options,
  };
}

function warnInConsole(text: string): void {
  console.warn(text);
}
