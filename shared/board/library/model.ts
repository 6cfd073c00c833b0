import type { ElementProperties } from '../commands.ts';

/** An item of the library of a board: a drawing that its people use again. */
export interface LibraryItem {
  readonly id: string;
  readonly name?: string;
  /** Its author's wall clock, milliseconds since 1970: for the order. */
  readonly created: number;
  /** In drawing order, at least one. */
  readonly elements: readonly ElementProperties[];
}
