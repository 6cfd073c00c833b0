/** When things are to be seen in a window of `board.ts`. Runs in the page, beside the app. */

/** Milliseconds since 1970, as all pages of one machine have them, to a fraction of one. */
const now = () => performance.timeOrigin + performance.now();

const seenAt = new Map<string, number>();

/** Takes note of a moment, the first time that it is named. */
function note(what: string): void {
  if (!seenAt.has(what)) seenAt.set(what, now());
}

/** Begins to look: at Enter in a field, and at the cards of the task list. */
export function watch(): void {
  const onKey = ({ key, target }: KeyboardEvent) => {
    const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (key === 'Enter' && isField) note(`entered ${target.value}`);
  };
  document.addEventListener('keydown', onKey, true);
  const look = () => {
    for (const card of document.querySelectorAll('[data-testid=task-card]')) {
      const title = card.querySelector('.pb-card-title')?.textContent ?? '';
      note(`shown ${title}`);
      if (card.getAttribute('data-pending') === 'false') note(`settled ${title}`);
    }
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
}

/** When somebody pressed Enter with `title` in a field, and when its card was there, and settled; what was not is absent. */
export function moments(title: string): { entered?: number; shown?: number; settled?: number } {
  const at = (what: 'entered' | 'shown' | 'settled') => {
    const moment = seenAt.get(`${what} ${title}`);
    return moment === undefined ? {} : { [what]: moment };
  };
  return { ...at('entered'), ...at('shown'), ...at('settled') };
}
