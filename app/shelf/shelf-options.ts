/** The parts that a shelf is made of. */

import type { Clock } from '#app/clock/clock.ts';
import type { BrowserMeshOptions } from '#app/mesh/browser-mesh.ts';
import type { OpenSocket } from '#app/mesh/signaling/socket.ts';
import type { Transport } from '#app/mesh/transport.ts';
import type { SessionReplica } from '#app/replica/board-replica.ts';
import type { BoardStore } from '#app/store/board-store.ts';
import type { PageStorage } from '#app/store/unsaved-commands.ts';
import type { BoardKeys } from '#shared/invite/keys/keys.ts';
import type { Standing } from '#shared/replica/members/standing.ts';
import type { Schedule } from '../session/changes/pacing.ts';
import type { Nearby } from '../session/device/network.ts';
import type { DeviceLife, PageLife } from '../session/device/page-life.ts';
import type { DeviceLabel } from '../session/view/people/people.ts';
import type { LastingStorage } from './copies/lasting-storage.ts';
import type { SingleWindow } from './opening/single-window.ts';
import type { SecretBox } from './records/secret-box.ts';

export interface ShelfOptions {
  /** Base URLs of signaling servers known to this device; called each time a board is opened. */
  readonly signaling: () => Promise<readonly string[]>;
  readonly deviceLabel: DeviceLabel;

  // The defaults of the following options are the browser's.

  /** Other hosts known to this window's host; undefined without such a host. */
  readonly nearby?: () => Promise<Nearby>;
  /** For periodic work. */
  readonly clock?: Clock;
  /** Seals boards' secrets. */
  readonly secrets?: SecretBox;
  readonly deviceLife?: DeviceLife;
  /** Called each time a board is created or joined. */
  readonly lasting?: LastingStorage;

  readonly indexedDB?: IDBFactory;
  /** May throw if the browser blocks storage. */
  readonly pageStorage?: () => PageStorage | undefined;
  /** Returns bytes from a cryptographic source. */
  readonly random?: (bytes: number) => Uint8Array;
  /** Wall clock, milliseconds since the Unix epoch. */
  readonly now?: () => number;
  readonly schedule?: Schedule;
  readonly singleWindow?: SingleWindow;
  readonly pageLife?: PageLife;
  readonly connect?: (options: BrowserMeshOptions) => Transport;
  /** Opens the WebSocket of a question to a host. */
  readonly openSocket?: OpenSocket;
  readonly openReplica?: (
    store: BoardStore,
    transport: Transport,
    standing: Standing,
    keys: BoardKeys,
  ) => SessionReplica;
  /** Nothing is kept beyond this page, and it never votes. */
  readonly isGuest?: boolean;
  /** Receives messages for developers that no person can act on. */
  readonly warn?: (text: string) => void;
}
