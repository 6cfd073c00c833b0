/** Whether the whiteboard is visible, and notifications of changes. */

/** The interval of updates while another tab of the board covers the whiteboard: cheap, and current enough for a return. */
const coveredMilliseconds = 1000;

export class Seen {
  readonly #container: HTMLElement;
  readonly #observer: ResizeObserver;
  #isCovered: boolean;

  /** @param changed is called when another tab covers it, and when none does any longer. */
  constructor(container: HTMLElement, changed: () => void) {
    this.#container = container;
    this.#isCovered = this.#measure();
    this.#observer = new ResizeObserver(() => {
      const isCovered = this.#measure();
      if (isCovered === this.#isCovered) return;
      this.#isCovered = isCovered;
      changed();
    });
    this.#observer.observe(container);
  }

  get isCovered(): boolean {
    return this.#isCovered;
  }

  get isSeen(): boolean {
    return !this.#isCovered && document.visibilityState === 'visible';
  }

  /** Before the next frame of the visible page; later while the whiteboard is covered. */
  frame(run: () => void): () => void {
    if (this.#isCovered) {
      const timer = window.setTimeout(run, coveredMilliseconds);
      return () => window.clearTimeout(timer);
    }
    const request = window.requestAnimationFrame(run);
    return () => window.cancelAnimationFrame(request);
  }

  stop(): void {
    this.#observer.disconnect();
  }

  #measure(): boolean {
    return this.#container.clientWidth === 0 || this.#container.clientHeight === 0;
  }
}
