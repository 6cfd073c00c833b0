/** Collects the console errors of pages: a test fails on any that it did not expect. */

import type { BrowserContext, Page } from '@playwright/test';

export class ConsoleErrors {
  readonly #errors: string[] = [];
  readonly #expected: RegExp[] = [];

  watch(context: BrowserContext): void {
    for (const page of context.pages()) this.#watchPage(page);
    context.on('page', (page) => this.#watchPage(page));
  }

  /** Declares errors that the test causes. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Drops all errors so far. */
  forget(): void {
    this.#errors.length = 0;
  }

  /** Unexpected errors. */
  unexpected(): readonly string[] {
    return this.#errors.filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
  }

  #watchPage(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error') this.#errors.push(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.#errors.push(error.stack ?? error.message));
    page.on('crash', () => this.#errors.push('the page crashed'));
  }
}
