/**
 * A window of an app that Playwright cannot drive (packaged: its inspector is disabled; crashed: Playwright drops the page), by the
 * DevTools socket of its page. https://chromedevtools.github.io/devtools-protocol/
 */

import { setTimeout as wait } from 'node:timers/promises';
import WebSocket from 'ws';

const patience = 20_000;
const pause = 50;

const keys = {
  Enter: { windowsVirtualKeyCode: 13, text: '\r' },
  Escape: { windowsVirtualKeyCode: 27 },
} as const;

export type Point = readonly [x: number, y: number];

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

export class DevToolsWindow {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  #calls = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (bytes) => {
      const answer: Answer = JSON.parse(String(bytes));
      const waiting = answer.id === undefined ? undefined : this.#waiting.get(answer.id);
      if (answer.id === undefined || waiting === undefined) return;
      this.#waiting.delete(answer.id);
      if (answer.error === undefined) waiting.resolve(answer.result);
      else waiting.reject(new Error(answer.error.message));
    });
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the window is gone'));
      this.#waiting.clear();
    });
  }

  /**
   * Connects to the app's first page of its own.
   *
   * @param port of `--remote-debugging-port`.
   * @throws Error if there is none after 20 s.
   */
  static async open(port: number): Promise<DevToolsWindow> {
    const url = await until('a page of Paxboard', async () => {
      const pages: readonly { type: string; url: string; webSocketDebuggerUrl?: string }[] = await (
        await fetch(`http://127.0.0.1:${port}/json`)
      ).json();
      return pages.find(({ type, url: at }) => type === 'page' && at.startsWith('app://'))
        ?.webSocketDebuggerUrl;
    });
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return new DevToolsWindow(socket);
  }

  close(): void {
    this.#socket.terminate();
  }

  /** @returns the JSON value of an expression in the page. @throws Error if it throws, or the page is gone. */
  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = Object(
      await this.#call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }),
    );
    if (exceptionDetails !== undefined) {
      throw new Error(String(exceptionDetails.exception?.description ?? exceptionDetails.text));
    }
    return result.value;
  }

  /** Waits until an element is there, for at most `milliseconds`. */
  async see(selector: string, text = '', milliseconds = patience): Promise<void> {
    await until(
      `${selector} with "${text}"`,
      () => this.evaluate(`${finding(selector, text)} !== undefined || undefined`),
      milliseconds,
    );
  }

  /** Whether an element is there now. */
  async has(selector: string, text = ''): Promise<boolean> {
    return (await this.evaluate(`${finding(selector, text)} !== undefined`)) === true;
  }

  /** Waits until no such element is there. */
  async gone(selector: string): Promise<void> {
    await until(`the end of ${selector}`, async () => ((await this.has(selector)) ? undefined : true));
  }

  async click(selector: string, text = ''): Promise<void> {
    await this.see(selector, text);
    await this.evaluate(`${finding(selector, text)}.click()`);
  }

  /** Writes into a text field, as a keyboard does. */
  async write(selector: string, text: string, options: { readonly enter?: boolean } = {}): Promise<void> {
    await this.see(selector);
    await this.evaluate(`${finding(selector, '')}.focus()`);
    await this.#call('Input.insertText', { text });
    if (options.enter === true) await this.press('Enter');
  }

  async press(name: keyof typeof keys): Promise<void> {
    const key = { key: name, code: name, ...keys[name] };
    await this.#call('Input.dispatchKeyEvent', { type: 'keyDown', ...key });
    await this.#call('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  }

  /** Drags with the left button. CSS pixels in the window. */
  async drag(from: Point, to: Point): Promise<void> {
    const middle: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    const mouse = (type: string, [x, y]: Point, buttons: number) =>
      this.#call('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons, clickCount: 1 });
    await mouse('mouseMoved', from, 0);
    await mouse('mousePressed', from, 1);
    await mouse('mouseMoved', middle, 1);
    await mouse('mouseMoved', to, 1);
    await mouse('mouseReleased', to, 0);
  }

  /** The visible text. */
  async text(): Promise<string> {
    return String(await this.evaluate('document.body.innerText'));
  }

  #call(method: string, params: unknown): Promise<unknown> {
    this.#calls += 1;
    const id = this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }), (error) => {
        if (error) reject(error);
      });
    });
  }
}

function finding(selector: string, text: string): string {
  const [css, wanted] = [JSON.stringify(selector), JSON.stringify(text)];
  return `[...document.querySelectorAll(${css})].find((one) => one.textContent.includes(${wanted}))`;
}

/** Calls `look` until it returns a value. @throws Error with `what` and the last error, after `milliseconds` (20 s). */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined>,
  milliseconds = patience,
): Promise<Value> {
  const deadline = performance.now() + milliseconds;
  let problem = '';
  while (performance.now() < deadline) {
    try {
      const found = await look();
      if (found !== undefined) return found;
      problem = '';
    } catch (error) {
      problem = `: ${String(error)}`;
    }
    await wait(pause);
  }
  throw new Error(`after ${milliseconds / 1000} s there is not ${what}${problem}`);
}
