/**
 * While `isNeeded` returns true, the browser asks before the page is closed or reloaded, in its own words.
 *
 * Source: HTML, https://html.spec.whatwg.org/multipage/browsing-the-web.html#prompt-to-unload-a-document.
 */
export function warnBeforeUnload(page: Pick<Window, 'addEventListener'>, isNeeded: () => boolean): void {
  page.addEventListener('beforeunload', (event) => {
    if (!isNeeded()) return;
    event.preventDefault();
    // Chrome before 119 uses only this.
    event.returnValue = true;
  });
}
