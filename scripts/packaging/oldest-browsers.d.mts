export interface OldestBrowser {
  /** As builders spell it: `chrome`, `firefox`, `safari`, `ios`. */
  readonly name: string;
  /** `110` or `16.4`. */
  readonly version: string;
}

export function oldestBrowsers(): readonly OldestBrowser[];
