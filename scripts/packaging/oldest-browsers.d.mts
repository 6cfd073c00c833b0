export interface OldestBrowser {
  /** esbuild's name: `chrome`, `firefox`, `safari`, `ios`. */
  readonly name: string;
  /** `110` or `16.4`. */
  readonly version: string;
}

export function oldestBrowsers(): readonly OldestBrowser[];
