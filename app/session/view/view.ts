/** The content of a board's window: plain, immutable data. A new object whenever something in it changed. */

import type { SignalingState } from '#app/mesh/transport.ts';
import type { Halt, ReplicaNotice } from '#app/replica/listener.ts';
import type { BoardCommandType, RefusalReason } from '#shared/board/commands.ts';
import type { LibraryItem } from '#shared/board/library/model.ts';
import type { NewcomerRole, Role } from '#shared/board/member/role.ts';
import type { Column, Label, Shelf, Task, Template } from '#shared/board/task/model.ts';
import type { BoardAccess } from '#shared/invite/invite.ts';
import type { Ballot } from '#shared/paxos/model/ballot.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { SubmitRefusal } from '#shared/replica/outbox/outbox.ts';
import type { Choice } from '../changes/pending.ts';

export interface Person {
  /** The id of the device: a person with several is several entries. */
  readonly id: ReplicaId;
  /** The same for all devices of a person: the id of the first one. */
  readonly person: ReplicaId;
  /** Of several people with one name, all but the first have a number: `Ada`, `Ada (2)`. */
  readonly name: string;
  /** A number from 0 up; two people share one only on a board with more than {@link personColours}. */
  readonly colour: number;
  /** It is this device. */
  readonly isMe: boolean;
  /** It is a device of the person at this one. */
  readonly isMine: boolean;
  /** The name of the device; absent if its person has no other device. */
  readonly device?: string;
  /** It and this device can talk to each other (always true of this device). */
  readonly connected: boolean;
  /** The name of the person whose device relays; absent if the connection is direct. */
  readonly via?: string;
  /** The access of its device's link; `edit` for a device that is not connected and never changed anything. */
  readonly access: BoardAccess;
  /** The agreed one; `viewer` for every device with view access. */
  readonly role: Role;
  /**
   * It keeps the board only while its page is open, and never votes. Once it is not connected it does not come back.
   */
  readonly guest?: true;
  readonly votes: boolean;
  readonly leads: boolean;
}

/** A computer that lends its vote to the board, and keeps no board. */
export interface Witness {
  readonly id: ReplicaId;
  readonly name: string;
  /** The name of the person who lends it; empty if it is unknown. */
  readonly lender: string;
  /** This device lends it, or has asked a host for it. */
  readonly isMine: boolean;
  /** A host keeps it, and no member's computer. */
  readonly onHost?: true;
  readonly connected: boolean;
  /** It has a vote now: two people vote, and no third one does. */
  readonly votes: boolean;
}

/** Latest round trips by device, milliseconds; of those that are connected and were measured. */
export type RoundTrips = { readonly [id: ReplicaId]: number };

/** How another device is doing. */
export interface Standing {
  /** Settled changes that it lacks; absent while it keeps up, and if it is unknown. */
  readonly behind?: number;
  /**
   * The end of its last connection to this device in this session, milliseconds since 1970; absent while it is
   * connected.
   */
  readonly lastSeenAt?: number;
}

/** By device; devices that are connected and keep up are absent. */
export type Standings = { readonly [id: ReplicaId]: Standing };

/** A removed device, under the name of its person. That person may still be here on another device. */
export type RemovedPerson = Pick<Person, 'id' | 'name' | 'device'>;

/** The number of distinct colours for people. */
export const personColours = 12;

/** A task with its state on this device, beyond the agreed state. */
export interface TaskView extends Task {
  /** Some change to it (or its creation) is not settled yet. A created task has number 0 until it is. */
  readonly pending: boolean;
  /** This device's claim is on its way: neither granted nor refused yet. */
  readonly claiming: boolean;
}

/**
 * The tasks of each column by its id, in order. A board's first three are always there, empty if it has them no more.
 */
export interface TaskLists {
  readonly [column: string]: readonly TaskView[];
  readonly todo: readonly TaskView[];
  readonly doing: readonly TaskView[];
  readonly done: readonly TaskView[];
}

export type TaskShelves = { readonly [shelf in Shelf]: readonly TaskView[] };

export type Health =
  /** Opening: reading this device's storage. */
  | { readonly state: 'opening' }
  /** A newcomer that has not reached anyone yet, or is catching up. `transfer` while a snapshot is on its way here. */
  | {
      readonly state: 'joining';
      readonly settled: number;
      readonly of: number | undefined;
      readonly transfer?: { readonly receivedBytes: number; readonly totalBytes: number };
    }
  /** Changes settle; `settleMs` is the median of the latest, absent before the first. */
  | {
      readonly state: 'settling';
      readonly voters: number;
      readonly reachable: number;
      readonly settleMs?: number;
    }
  /** No majority, or no leader yet. `missing` are voters that are not reached; a witness has a lender. */
  | {
      readonly state: 'waiting';
      readonly voters: number;
      readonly reachable: number;
      readonly missing: readonly (Pick<Person, 'id' | 'name' | 'device'> &
        Partial<Pick<Witness, 'lender'>>)[];
    }
  /** This replica stopped for good. Nothing that was settled is lost. */
  | ({ readonly state: 'stopped' } & Stop);

export type Stop =
  | Exclude<Halt, { readonly reason: 'superseded' | 'removed' }>
  | { readonly reason: 'removed'; readonly by: string }
  /** This device left the board, and its copy is still here. */
  | { readonly reason: 'left' }
  | { readonly reason: 'superseded'; readonly parting?: Parting };

export type StopReason = Stop['reason'];

/** Numbers of settled changes of two boards that have parted. */
export interface Parting {
  /** On both. */
  readonly shared: number;
  /** On this device since. */
  readonly here: number;
  /** On the board that goes on, since. */
  readonly there: number;
}

/** A refusal or a failure for a person to read; each is shown once. */
export interface Notice {
  /** Grows with each notice of this session. */
  readonly number: number;
  readonly kind:
    | {
        readonly type: 'refused';
        readonly command: BoardCommandType;
        readonly reason: RefusalReason;
        /** The name of the first claimant. */
        readonly by?: string;
        /** The card that it was about. */
        readonly card?: Pick<Task, 'number' | 'title'>;
        /** The column or the shelf where that card is. */
        readonly at?: Column | Shelf;
        /** Of a `bad-element`: the property that cannot be shown. */
        readonly property?: string;
      }
    | { readonly type: 'peer'; readonly notice: PeerNotice }
    /** `by` deleted most of the whiteboard; `added` elements came in their place. */
    | {
        readonly type: 'cleared';
        readonly by: string;
        readonly removed: number;
        readonly added: number;
      }
    /** A change of this device was not submitted. `viewer`: its role forbids it, and not its link. */
    | { readonly type: 'local'; readonly refusal: SubmitRefusal | 'viewer' }
    /** Somebody else changed this person's role. */
    | { readonly type: 'role'; readonly role: Role }
    | { readonly type: 'device'; readonly fact: DeviceFact };
}

/** A {@link ReplicaNotice} with the name of the device in place of its id. */
export type PeerNotice =
  | Exclude<ReplicaNotice, { readonly type: 'overreach' | 'garbage' | 'unsent' }>
  | { readonly type: 'overreach'; readonly name: string }
  /** `problem` is technical. */
  | { readonly type: 'garbage' | 'unsent'; readonly name: string; readonly problem: string };

/**
 * A fact about this device's copy, known when the board is opened. `lostCopy`: the browser lost it, and the device
 * joins again. `noAddresses`: the device does not know its own hosts. `mayBePrivate`: the browser has not promised to
 * keep it.
 */
export type DeviceFact = 'lostCopy' | 'noAddresses' | 'mayBePrivate';

/** Settled changes that others have and this device lacks. */
export interface RecoveryLoss {
  /** 1 and up. */
  readonly changes: number;
  /** The name of a device that has them; absent where it is not known by a name. */
  readonly knownBy?: string;
}

/** The step of a link between this device and another one. */
export type LinkState =
  | { readonly step: 'none' }
  /** The code is shown once the board has the offer. `endsAt`: milliseconds since 1970. */
  | { readonly step: 'offering'; readonly code?: string; readonly endsAt: number }
  /** The code ended without a device, or the other device did not complete the link. */
  | { readonly step: 'ended' }
  | { readonly step: 'failed'; readonly reason: RefusalReason }
  /** Waits for the device that has the code. */
  | { readonly step: 'asking'; readonly of: ReplicaId }
  /** `device` is a device of this person now; this device itself, if it is the one that was linked. */
  | { readonly step: 'linked'; readonly device: ReplicaId };

export interface SessionView {
  readonly boardId: string;
  readonly boardName: string;
  readonly me: Person;
  /** All members and connected devices: this device first, then by name. */
  readonly people: readonly Person[];
  /** This device may change roles and remove people. */
  readonly inCharge: boolean;
  /** The role of devices that come with an edit link. */
  readonly newcomers: NewcomerRole;
  /** This device's choices about people that wait to be settled, in their order. Nothing else shows them before. */
  readonly choices: readonly Choice[];
  /** The computers that lend their votes, by name. */
  readonly witnesses: readonly Witness[];
  /** The people who were removed from the board, by name: their changes stay theirs. */
  readonly removed: readonly RemovedPerson[];
  /** Apart from `people`, as they change several times a second, and little of a window shows them. */
  readonly roundTripsMs: RoundTrips;
  readonly standings: Standings;
  /** This device is about to link another one, or to be linked. */
  readonly link: LinkState;
  readonly leader: Ballot;
  readonly health: Health;
  /** The majority has been missing for long: a person may decide that this device goes on without it. */
  readonly canRecover: boolean;
  /** The settled changes that this would lose, as far as this device knows; absent if none. */
  readonly recoveryLoses: RecoveryLoss | undefined;
  readonly signaling: SignalingState;
  /** This device's changes that are not settled yet. */
  readonly pendingChanges: number;
  /** Slots that are decided and applied here. */
  readonly settledThrough: number;
  readonly tasks: TaskLists;
  /** The archive and the trash. */
  readonly shelves: TaskShelves;
  /** At least one, in order. */
  readonly columns: readonly Column[];
  readonly labels: readonly Label[];
  /** The items of the library, the latest first. */
  readonly library: readonly LibraryItem[];
  readonly templates: readonly Template[];
  /** The latest notices, oldest first; at most {@link maxNotices}. */
  readonly notices: readonly Notice[];
}

export const maxNotices = 20;
