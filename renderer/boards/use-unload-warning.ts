import { useEffect } from 'react';

/**
 * While `isNeeded` the browser asks before the page is closed or reloaded, in its own words.
 *
 * Source: HTML, https://html.spec.whatwg.org/multipage/browsing-the-web.html#prompt-to-unload-a-document.
 */
export function useUnloadWarning(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return;
    const ask = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
      // Chrome before 119 looks at this alone.
      event.returnValue = true;
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isNeeded]);
}
