/** Creates `destination` and a staging folder in it, and removes staging folders of ended processes. */
export function createStagingFolder(destination: string): {
  readonly folder: string;
  /** Moves the files and folders that are `wanted` to the destination, replaces those of the same name, and returns the names. */
  finish(wanted: (name: string) => boolean): string[];
  /** Removes the staging folder with its contents. */
  discard(): void;
};
