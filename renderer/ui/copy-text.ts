/** Copies text also where the page is no secure context: plain HTTP at a LAN address has no `navigator.clipboard`. */

/**
 * @param field shows the text; it is selected, so that a person can copy it by hand if the browser refuses.
 * @returns whether it was copied.
 */
export async function copyText(text: string, field: HTMLInputElement | null): Promise<boolean> {
  if (window.isSecureContext && navigator.clipboard !== undefined) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (error) {
      // Denied by the person or the browser; the older API may be allowed.
      console.warn('The clipboard is not available.', error);
    }
  }
  if (field === null) return false;
  field.focus();
  field.select();
  // Deprecated, and the only API outside of secure contexts.
  return document.execCommand('copy');
}
