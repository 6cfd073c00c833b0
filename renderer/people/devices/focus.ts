/** A `ref` for an element that gets the focus when it appears with the next step of a dialog. */
export function focused(element: HTMLElement | null): void {
  element?.focus();
}
