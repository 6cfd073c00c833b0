import { type FocusEvent, type RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import { bringIntoSight } from './columns/bring-into-sight.ts';
import { type FocusedCard, type FocusTarget, focusAfter, placeOf, type ShownCards } from './focus.ts';

export interface FocusKeeper {
  /** The focus is on a card, or on an element of it. */
  readonly onCard: (id: string) => void;
  /** For `onBlur` of a card. */
  readonly onBlur: (event: FocusEvent) => void;
  /** At the next change of the shown cards the focus moves to a card, e.g. after a dialog about it. */
  readonly goTo: (id: string) => void;
  /** At its next change of place the card is scrolled into sight, unless the focus is elsewhere by then. */
  readonly follow: (id: string) => void;
}

/**
 * Keeps the focus on the board: when the focused card or button is removed, a neighbour receives the focus instead of the
 * page's body.
 */
export function useFocusKeeper(board: RefObject<HTMLElement | null>, shown: ShownCards): FocusKeeper {
  const latest = useRef(shown);
  const last = useRef<{ readonly card: FocusedCard; readonly element: Element }>(undefined);
  const wanted = useRef<FocusedCard>(undefined);
  const followed = useRef<FocusedCard>(undefined);

  useLayoutEffect(() => {
    latest.current = shown;
    const lost = wanted.current ?? (isLost(last.current?.element) ? last.current?.card : undefined);
    wanted.current = undefined;
    if (board.current === null) return;
    if (lost !== undefined) {
      last.current = undefined;
      elementFor(board.current, focusAfter(lost, shown))?.focus();
    }
    if (followed.current === undefined || isAtPlace(followed.current, shown)) return;
    const card = board.current.querySelector(cardSelector(followed.current.id));
    followed.current = undefined;
    if (card !== null && !isFocusElsewhere(card)) bringIntoSight(card);
  });

  const onCard = useCallback((id: string): void => {
    const card = placeOf(latest.current, id);
    const element = document.activeElement;
    last.current = card === undefined || element === null ? undefined : { card, element };
  }, []);
  const onBlur = useCallback(({ target }: FocusEvent): void => {
    const left = last.current;
    // After this a removed element is no longer in the page; one that remains lost the focus by an action of the person.
    queueMicrotask(() => {
      if (target.isConnected && left === last.current && document.activeElement !== target)
        last.current = undefined;
    });
  }, []);
  const goTo = useCallback((id: string): void => {
    wanted.current = placeOf(latest.current, id) ?? last.current?.card;
  }, []);
  const follow = useCallback((id: string): void => {
    followed.current = placeOf(latest.current, id);
  }, []);
  return { onCard, onBlur, goTo, follow };
}

function isAtPlace({ id, column, index }: FocusedCard, shown: ShownCards): boolean {
  return shown[column]?.[index] === id;
}

/** A card's menu is not within the card. */
function isFocusElsewhere(card: Element): boolean {
  const { activeElement, body } = document;
  if (activeElement === null || activeElement === body) return false;
  return !card.contains(activeElement) && activeElement.closest('[role="menu"]') === null;
}

function isLost(element: Element | undefined): boolean {
  const { activeElement, body } = document;
  return element?.isConnected === false && (activeElement === null || activeElement === body);
}

function elementFor(board: HTMLElement, target: FocusTarget): HTMLElement | null {
  const selector =
    'card' in target
      ? `${cardSelector(target.card)} .pb-card-title`
      : `.pb-column[data-column="${target.column}"] textarea:not([aria-hidden])`;
  return (
    board.querySelector<HTMLElement>(selector) ?? board.querySelector<HTMLElement>('input[type="search"]')
  );
}

function cardSelector(id: string): string {
  return `[data-task-id="${CSS.escape(id)}"]`;
}
