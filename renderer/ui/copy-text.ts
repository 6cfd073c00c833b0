/** Copies text also where the page is no secure context: plain HTTP at a LAN address has no `navigator.clipboard`. */

/**
 * @param field shows the text; it is selected, so that a person can copy it by hand if the browser will not.
 * @returns whether it was copied.
 */
export async function copyText(text: string, field: HTMLInputElement | null): Promise<boolean> {
  if (window.isSecureContext && navigator.clipboard !== undefined) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (error) {
      // Not allowed by the person or the browser: the older way may be.
      console.warn('The clipboard is not available.', error);
    }
  }
  if (field === null) return false;
  field.focus();
  field.select();
  // Deprecated, and all there is outside of secure contexts.
  return document.execCommand('copy');
}
