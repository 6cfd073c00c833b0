/** A page's console errors: a test fails on any that it did not expect. */

import type { BrowserContext, Page } from '@playwright/test';

export class ConsoleErrors {
  readonly #complaints: string[] = [];
  readonly #expected: RegExp[] = [];

  watch(context: BrowserContext): void {
    for (const page of context.pages()) this.#watchPage(page);
    context.on('page', (page) => this.#watchPage(page));
  }

  /** The test is about to cause such errors. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Drops all errors up to now. */
  forget(): void {
    this.#complaints.length = 0;
  }

  /** Unexpected errors. */
  unexpected(): readonly string[] {
    return this.#complaints.filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
  }

  #watchPage(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.#complaints.push(error.stack ?? error.message));
    page.on('crash', () => this.#complaints.push('the page crashed'));
  }
}
