/** The state of a window, as plain data. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonElement = { readonly [property: string]: Json } & {
  readonly id: string;
  readonly type: string;
  readonly isDeleted: boolean;
};

export interface BoardTask {
  readonly title: string;
  readonly notes: string;
  readonly column: string;
  readonly number: number;
}

/** A task as the window shows it. */
export interface Card {
  readonly title: string;
  readonly column: string;
  /** 0 until it is settled. */
  readonly number: number;
  /** A person's name; empty if the task is not claimed. */
  readonly claimedBy: string;
  /** A change of the task has not settled. */
  readonly isPending: boolean;
  /** This person's claim has not settled. */
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

export interface WindowState {
  /** The open board, pending changes included: `BoardSession.export()`. Undefined if no board is open. */
  readonly agreed:
    | {
        readonly name: string;
        readonly elements: readonly JsonElement[];
        readonly tasks: readonly BoardTask[];
        /** The names of the items. */
        readonly library: readonly string[];
      }
    | undefined;
  /** Excalidraw's elements, removed ones included; undefined until the whiteboard was shown. */
  readonly scene: readonly JsonElement[] | undefined;
  readonly view: View | undefined;
  readonly isEditingText: boolean;
  readonly cards: readonly Card[];
  /** The shown name of the open board; undefined while it is being edited. */
  readonly title: string | undefined;
  readonly health: string | undefined;
  readonly pending: number;
  /** The number of connected people, this one included. */
  readonly connected: number;
}
