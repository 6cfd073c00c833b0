/** One line of a trace of the real engine: plain data, one event or effect of one replica. */

import type { Ballot } from '../spec/ballots.ts';
import type { Entry } from '../spec/state.ts';

export interface TracedEntry {
  readonly slot: number;
  /** `noBallot` if it was only learned. */
  readonly ballot: Ballot;
  readonly entry: Entry;
}

/** The messages that the model knows; all others have no part in agreement. */
export type TracedMessage =
  | { readonly type: 'prepare'; readonly ballot: Ballot }
  | {
      readonly type: 'promise';
      readonly ballot: Ballot;
      readonly firstSlot: number;
      readonly accepted: readonly TracedEntry[];
    }
  | {
      readonly type: 'propose';
      readonly ballot: Ballot;
      readonly firstSlot: number;
      readonly entries: readonly Entry[];
    }
  | { readonly type: 'accept'; readonly ballot: Ballot; readonly firstSlot: number; readonly through: number }
  | { readonly type: 'other' };

export interface TracedWrite {
  readonly number: number;
  readonly generation: number;
  readonly promised?: Ballot;
  readonly records: readonly TracedEntry[];
  readonly decided?: number;
  /** The last slot of a snapshot. */
  readonly snapshot?: number;
  /** The replica stops. */
  readonly stops: boolean;
}

export type TraceRecord =
  | { readonly type: 'found'; readonly id: string }
  /** The replica starts, with the given values in memory. */
  | {
      readonly type: 'start';
      readonly id: string;
      readonly generation: number;
      readonly promised: Ballot;
      readonly decided: number;
    }
  | { readonly type: 'write'; readonly id: string; readonly write: TracedWrite }
  /** The write of that number is durable. Also after a crash that kept it. */
  | { readonly type: 'durable'; readonly id: string; readonly number: number }
  | {
      readonly type: 'send';
      readonly id: string;
      readonly generation: number;
      readonly message: TracedMessage;
    }
  | {
      readonly type: 'receive';
      readonly id: string;
      readonly from: string;
      readonly generation: number;
      readonly message: TracedMessage;
    }
  | { readonly type: 'decide'; readonly id: string; readonly slot: number; readonly entry: Entry }
  | { readonly type: 'restore'; readonly id: string; readonly through: number };
