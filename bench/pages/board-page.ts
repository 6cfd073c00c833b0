/** Records the times of cards in an instance. Runs in the page, next to the app. */

/** Milliseconds since 1970 on the clock that all pages of one machine share, to a fraction of a millisecond. */
export interface CardTimes {
  /** Enter was pressed in a field that contained the title. */
  readonly entered?: number;
  readonly shown?: number;
  readonly settled?: number;
}

type Step = keyof CardTimes;

const now = () => performance.timeOrigin + performance.now();

/** By step and title: the first time only. */
const firstTimes = new Map<string, number>();

function record(step: Step, title: string): void {
  const key = `${step} ${title}`;
  if (!firstTimes.has(key)) firstTimes.set(key, now());
}

/** Starts to observe Enter in fields, and the cards of the task list. */
export function watch(): void {
  const onKey = ({ key, target }: KeyboardEvent) => {
    const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (key === 'Enter' && isField) record('entered', target.value);
  };
  document.addEventListener('keydown', onKey, true);
  const recordCards = () => {
    for (const card of document.querySelectorAll('[data-testid=task-card]')) {
      const title = card.querySelector('.pb-card-title')?.textContent ?? '';
      record('shown', title);
      if (card.getAttribute('data-pending') === 'false') record('settled', title);
    }
  };
  const changes = { subtree: true, childList: true, attributes: true };
  new MutationObserver(recordCards).observe(document.body, changes);
}

/** The times of the card with this title; a step that has not happened is absent. */
export function cardTimes(title: string): CardTimes {
  const at = (step: Step) => {
    const time = firstTimes.get(`${step} ${title}`);
    return time === undefined ? {} : { [step]: time };
  };
  return { ...at('entered'), ...at('shown'), ...at('settled') };
}
