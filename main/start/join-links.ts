/** Links that wait for a window, at most; the oldest are dropped. */
const maxWaitingLinks = 4;

/** Queues invite links that the app was opened with, until the window listens, also after a reload. */
export class JoinLinks {
  #deliver: ((link: string) => void) | undefined;
  #waiting: string[] = [];

  offer(link: string): void {
    if (this.#deliver !== undefined) this.#deliver(link);
    else this.#waiting = [...this.#waiting, link].slice(-maxWaitingLinks);
  }

  listen(deliver: (link: string) => void): void {
    this.#deliver = deliver;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const link of waiting) deliver(link);
  }

  /** The window is closed, or reloads. */
  pause(): void {
    this.#deliver = undefined;
  }
}
