/** Invite links that the app was opened with, on their way to the window. */

/** Links that wait for a window, at most; the oldest give way. */
const maxWaitingLinks = 4;

/** Holds links back until the window says that it listens, also after it was loaded again. */
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

  /** The window is gone, or loads again. */
  pause(): void {
    this.#deliver = undefined;
  }
}
