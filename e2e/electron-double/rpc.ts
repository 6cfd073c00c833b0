/** Calls in both directions between a test and the double's process, over Node's channel between parent and child. */

export interface Port {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

export type Methods = Readonly<Record<string, (...args: readonly never[]) => unknown>>;

interface Message {
  readonly type: 'call' | 'result' | 'error';
  readonly id: number;
  readonly method?: string;
  readonly args?: readonly unknown[];
  readonly value?: unknown;
}

export class Rpc {
  readonly #port: Port;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #calls = 0;

  constructor(port: Port, answer: (method: string, args: readonly unknown[]) => unknown) {
    this.#port = port;
    port.onMessage((message) => {
      if (isMessage(message)) void this.#receive(message, answer);
    });
  }

  call(method: string, ...args: readonly unknown[]): Promise<unknown> {
    this.#calls += 1;
    const id = this.#calls;
    const result = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    this.#port.send({ type: 'call', id, method, args } satisfies Message);
    return result;
  }

  /** Nobody answers any more. */
  end(why: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(why));
    this.#waiting.clear();
  }

  async #receive(
    { type, id, method = '', args = [], value }: Message,
    answer: (method: string, args: readonly unknown[]) => unknown,
  ): Promise<void> {
    if (type === 'call') {
      try {
        this.#port.send({ type: 'result', id, value: await answer(method, args) } satisfies Message);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        this.#port.send({ type: 'error', id, value: why } satisfies Message);
      }
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (type === 'result') waiting?.resolve(value);
    else waiting?.reject(new Error(String(value)));
  }
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'type' in value && 'id' in value;
}
