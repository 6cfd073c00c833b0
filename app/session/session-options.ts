/** The parts that a session is made of. */

import type { BoardBlobs } from '#app/blobs/board-blobs.ts';
import type { Clock } from '#app/clock/clock.ts';
import type { SessionReplica } from '#app/replica/board-replica.ts';
import type { Invite } from '#shared/invite/invite.ts';
import type { BoardSummary } from './api.ts';
import type { Schedule } from './changes/pacing.ts';
import type { UndoStorage } from './changes/undo/stored-undo.ts';
import type { DeviceLabel } from './view/people/people.ts';
import type { DeviceFact } from './view/view.ts';

export interface BoardFacts {
  /** The first slot is durable on this device. */
  readonly founded: boolean;
  readonly boardName: string;
}

export interface SessionOptions {
  readonly boardId: string;
  /** As this device remembers it; shown until the board's own name is known. */
  readonly boardName: string;
  /** This device made the board, so it gives it its name. */
  readonly founder: boolean;
  readonly myName: string;
  readonly deviceLabel: DeviceLabel;
  readonly invite: Invite;
  readonly replica: SessionReplica;
  /** Closed with the session. */
  readonly blobs: BoardBlobs;
  /** Wall clock, milliseconds since 1970: for people to read. */
  readonly now: () => number;
  /** Random bytes, for codes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Another device of this person has given the person this name. */
  readonly renamed?: (name: string) => void;
  /** Names a new task; never the same twice. */
  readonly newId: () => string;
  /** When the window is notified of changes. */
  readonly schedule: Schedule;
  /** Measures times, and paces the messages outside the log. This window's clock by default. */
  readonly clock?: Clock;
  /** This device keeps the board only while the page is open. */
  readonly guest?: boolean;
  /** Notices to show from the start. */
  readonly firstNotices?: readonly DeviceFact[];
  /** Where the steps of undo are kept; without it they end with the session. */
  readonly undo?: UndoStorage;
  /** Called when they change: the shelf stores them. */
  readonly remember?: (known: BoardFacts) => void;
  /** Receives the summary for the list of boards: at its first change, then at intervals, and at the end. */
  readonly summarise?: (summary: BoardSummary) => void;
  /** It has begun to close; `done` settles when the board may be opened again. */
  readonly closing?: (done: Promise<void>) => void;
  /** After the replica has stopped. */
  readonly closed?: () => void;
}
