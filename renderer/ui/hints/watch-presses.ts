/** The part of an element or a document that is used; an `EventTarget` in tests. */
type Target = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

const presses = ['pointerdown', 'keydown', 'wheel'] as const;

/**
 * Reports whether the tooltip of `trigger` has to stay closed. A press of a pointer or a key anywhere on the page closes it until the
 * pointer enters `trigger` again: after its activation the page differs from the state that the tooltip describes. A tooltip
 * that waits for its delay must not open then, either.
 *
 * @param changed is called with true at a press, and with false once the pointer has left or enters.
 * @returns a function that ends it.
 */
export function watchPresses(
  page: Target,
  trigger: Target,
  changed: (isPressed: boolean) => void,
): () => void {
  let isInside = false;
  let isPressed = false;
  const set = (next: boolean): void => {
    if (next === isPressed) return;
    isPressed = next;
    changed(next);
  };
  const enter = (): void => {
    isInside = true;
    set(false);
  };
  const leave = (): void => {
    isInside = false;
    set(false);
  };
  const press = (): void => {
    if (isInside) set(true);
  };
  trigger.addEventListener('pointerenter', enter);
  trigger.addEventListener('pointerleave', leave);
  // Before any handler of the page, which may stop the event.
  for (const type of presses) page.addEventListener(type, press, { capture: true, passive: true });
  return () => {
    trigger.removeEventListener('pointerenter', enter);
    trigger.removeEventListener('pointerleave', leave);
    for (const type of presses) page.removeEventListener(type, press, { capture: true });
  };
}
