/** The content of a window, as plain data. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonElement = { readonly [property: string]: Json } & {
  readonly id: string;
  readonly type: string;
  readonly isDeleted: boolean;
};

export interface AgreedTask {
  readonly title: string;
  readonly notes: string;
  readonly column: string;
  readonly number: number;
}

/** A task as it is shown. */
export interface Card {
  readonly title: string;
  readonly column: string;
  /** 0 until it is settled. */
  readonly number: number;
  /** A person's name; empty if nobody has it. */
  readonly claimedBy: string;
  /** Something about it has not settled. */
  readonly isPending: boolean;
  /** This person has asked for it, and nobody has it yet. */
  readonly isClaiming: boolean;
}

/** Excalidraw's window onto the scene. CSS pixels. */
export interface View {
  readonly scrollX: number;
  readonly scrollY: number;
  readonly zoom: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly tool: string;
}

export interface Seen {
  /** The open board, pending changes included: `BoardSession.export()`. Absent where no board is open. */
  readonly agreed:
    | {
        readonly name: string;
        readonly elements: readonly JsonElement[];
        readonly tasks: readonly AgreedTask[];
      }
    | undefined;
  /** Excalidraw's elements, removed ones included; absent until the whiteboard was looked at. */
  readonly scene: readonly JsonElement[] | undefined;
  readonly view: View | undefined;
  readonly isEditingText: boolean;
  readonly cards: readonly Card[];
  /** The open board's name as it is shown; absent while it is being changed. */
  readonly title: string | undefined;
  readonly health: string | undefined;
  readonly pending: number;
  /** People who are connected, this one included. */
  readonly connected: number;
}
