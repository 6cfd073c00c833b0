/**
 * The cards of a column that are visible, or nearly. All others render their titles only: a board has thousands of cards, and
 * they stay in the page for the browser's search, the keyboard and screen readers.
 */

import { createContext, type RefObject, useContext, useEffect, useState } from 'react';

/** CSS pixels above and below the visible part of a column. */
const marginPixels = 800;

/** The number of cards at the top of a column that are complete from the start. */
export const cardsAtFirst = 12;

export class Sight {
  readonly #observer: IntersectionObserver;
  readonly #appeared = new WeakMap<Element, () => void>();

  /** @param list the scrolled element. */
  constructor(list: Element) {
    this.#observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) if (isIntersecting) this.#appeared.get(target)?.();
      },
      { root: list, rootMargin: `${marginPixels}px 0px` },
    );
  }

  /** @returns a function that ends the observation. */
  observe(card: Element, appeared: () => void): () => void {
    this.#appeared.set(card, appeared);
    this.#observer.observe(card);
    return () => this.#observer.unobserve(card);
  }

  end(): void {
    this.#observer.disconnect();
  }
}

export const SightContext = createContext<Sight | undefined>(undefined);

/** The observer of a column, from the first commit on. */
export function useSight(list: RefObject<Element | null>): Sight | undefined {
  const [sight, setSight] = useState<Sight>();
  useEffect(() => {
    if (list.current === null) return;
    const created = new Sight(list.current);
    setSight(created);
    return () => created.end();
  }, [list]);
  return sight;
}

/** Whether a card has been visible, or nearly; never false again. */
export function useWasInSight(card: RefObject<Element | null>, atFirst: boolean): boolean {
  const sight = useContext(SightContext);
  const [was, setWas] = useState(atFirst);
  useEffect(() => {
    if (was || sight === undefined || card.current === null) return;
    return sight.observe(card.current, () => setWas(true));
  }, [was, sight, card]);
  return was;
}
