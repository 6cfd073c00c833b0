/**
 * A guest in another engine: Firefox, driven over WebDriver BiDi by Puppeteer, as Playwright drives only a Firefox of its own.
 * https://pptr.dev/webdriver-bidi
 */

import puppeteer, { type Browser, type Page } from 'puppeteer-core';

/** Longer than the detection of a dead link, milliseconds. */
const timeout = 45_000;

/** A name for this machine. Not `localhost`: a page there is a member's. */
const machine = 'desk.local';

export class FirefoxGuest {
  readonly #browser: Browser;
  readonly page: Page;
  /** Errors of its pages. */
  readonly errors: string[] = [];

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
    page.setDefaultTimeout(timeout);
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  static async start(program: string): Promise<FirefoxGuest> {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: program,
      headless: true,
      defaultViewport: { width: 1280, height: 800 },
      extraPrefsFirefox: {
        'network.dns.localDomains': machine,
        // All devices of the test are on one machine.
        'media.peerconnection.ice.loopback': true,
        'media.peerconnection.ice.obfuscate_host_addresses': false,
      },
    });
    return new FirefoxGuest(browser, await browser.newPage());
  }

  /** Opens an invite link, enters a name, and joins. @param link of a host on this machine. */
  async join(link: string, name: string): Promise<void> {
    const url = new URL(link);
    url.hostname = machine;
    await this.page.goto(url.href);
    await this.page.locator('::-p-aria([name="Your name"][role="textbox"])').fill(name);
    await this.press('Continue');
    await this.press('Join board');
    await this.see('[data-testid="health"][data-state="settling"]');
    await this.see('[data-testid="guest"]');
  }

  async press(button: string): Promise<void> {
    await this.page.locator(`::-p-aria([name="${button}"][role="button"])`).click();
  }

  /** Waits for an element that matches. */
  async see(selector: string): Promise<void> {
    await this.page.waitForSelector(selector, { visible: true });
  }

  async show(tab: 'Tasks' | 'Whiteboard'): Promise<void> {
    await this.page.locator(`::-p-aria([name="${tab}"][role="tab"])`).click();
  }

  async expectTask(title: string): Promise<void> {
    await this.see(`[data-testid="task-card"]::-p-text(${title})`);
  }

  async addTask(title: string): Promise<void> {
    await this.show('Tasks');
    await this.page.locator('::-p-aria([name="Add a task to To do"][role="textbox"])').fill(title);
    await this.page.keyboard.press('Enter');
    await this.expectTask(title);
  }

  async expectSettled(): Promise<void> {
    await this.see('[data-testid="pending-count"][data-count="0"]');
  }

  async expectWaiting(): Promise<void> {
    await this.see('[data-testid="health"][data-state="waiting"]');
  }

  async expectElements(count: number): Promise<void> {
    await this.see(`[data-testid="whiteboard"][data-element-count="${count}"]`);
  }

  /** Draws a rectangle with the mouse. */
  async drawRectangle(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    await this.show('Whiteboard');
    await this.see('[data-testid="whiteboard"][data-ready="true"]');
    const { keyboard, mouse } = this.page;
    await mouse.click(...from);
    await keyboard.press('r');
    await mouse.move(...from);
    await mouse.down();
    await mouse.move(...to, { steps: 8 });
    await mouse.up();
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}
