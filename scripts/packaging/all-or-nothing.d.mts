export function workplaceIn(destination: string): {
  readonly folder: string;
  /** Moves what is wanted to the destination, and returns its names. */
  finish(wanted: (name: string) => boolean): string[];
  discard(): void;
};
