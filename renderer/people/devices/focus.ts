/** A `ref` for the element that gets the focus when it appears: a dialog goes on with another step. */
export function focused(element: HTMLElement | null): void {
  element?.focus();
}
