/** Notifies of the coming end or freeze of this page, and of its return: a sleeping laptop must not hold a vote. */

export interface PageLifeSources {
  /** `pagehide` and `pageshow` come here. */
  readonly window: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  /** `freeze` and `resume` come here. */
  readonly document: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
}

export interface PageLifeListener {
  goes(): void;
  isBack(): void;
}

/** @returns a function that ends the subscription. */
export type PageLife = (listener: PageLifeListener) => () => void;

/** Source: Page Lifecycle, https://wicg.github.io/page-lifecycle/. A hidden tab goes on; a frozen one does not. */
export function pageLife({ window, document }: PageLifeSources): PageLife {
  return ({ goes, isBack }) => {
    const listeners = [
      [window, 'pagehide', goes],
      [window, 'pageshow', isBack],
      [document, 'freeze', goes],
      [document, 'resume', isBack],
    ] as const;
    for (const [target, type, listener] of listeners) target.addEventListener(type, listener);
    return () => {
      for (const [target, type, listener] of listeners) target.removeEventListener(type, listener);
    };
  };
}

/** Events that only the app around a page can report: the device quits, sleeps, logs off, or was asleep. */
export interface DeviceLifeListener {
  /** Vote and leadership are handed over when it resolves. */
  leave(): Promise<void>;
  /** The device stays after all. */
  stay(): void;
  wake(): void;
}

/** @returns a function that ends the subscription. */
export type DeviceLife = (listener: DeviceLifeListener) => () => void;

/** A browser reports no such events. */
export const noDeviceLife: DeviceLife = () => () => undefined;
