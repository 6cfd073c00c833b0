/** Measures the visible layout of a page: what is cut, what overlaps, and which targets are too small for a finger. */

import type { Page } from '@playwright/test';

/** CSS pixels; WCAG 2.2, success criterion 2.5.5: https://www.w3.org/TR/WCAG22/#target-size-enhanced */
export const fingerSize = 44;

export interface LayoutRules {
  /** The minimum width and height of a target, CSS pixels; 0 for none. */
  readonly minTarget: number;
}

/** @returns the violations in the uppermost dialog or menu of a page, or in the page; one per item. */
export function layoutProblems(page: Page, rules: LayoutRules): Promise<readonly string[]> {
  return page.evaluate(findProblems, rules);
}

/** Runs in the page, so it may use nothing from outside. */
function findProblems({ minTarget }: LayoutRules): string[] {
  /** Half a pixel of rounding on each side. */
  const slack = 1;
  const targets =
    'button, a[href], select, textarea, input:not([type="hidden"], [type="file"]), summary, [role="menuitem"], [role="tab"]';
  const problems: string[] = [];
  const { clientWidth, clientHeight } = document.documentElement;

  // In the order in which each lies above the one before.
  const layers = [
    '[aria-modal="true"]',
    '.mantine-Popover-dropdown',
    '[role="menu"]',
    '.dropdown-menu-container',
  ];
  const upper = layers
    .flatMap((layer) => [...document.querySelectorAll(layer)])
    .filter((one) => one.checkVisibility());
  const scope = upper.at(-1) ?? document.body;

  const nameOf = (element: Element): string => {
    const name = element.getAttribute('aria-label') ?? element.getAttribute('title') ?? element.textContent;
    const place = element.className.toString().split(' ')[0] ?? '';
    return `${element.tagName.toLowerCase()}.${place} “${(name ?? '').trim().slice(0, 40)}”`;
  };
  /** A box or a circle is chosen by its label as well. */
  const shown = (element: Element): Element =>
    element instanceof HTMLInputElement && ['checkbox', 'radio'].includes(element.type)
      ? (element.closest('label') ?? element.labels?.[0] ?? element)
      : element;
  const hits = (element: Element, x: number, y: number): boolean => {
    const found = document.elementFromPoint(x, y);
    if (found === null) return false;
    return element.contains(found) || found.closest('label')?.contains(element) === true;
  };
  const scroller = (element: Element): Element | undefined => {
    for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at);
      const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll';
      if (scrolls(overflowX) && at.scrollWidth > at.clientWidth) return at;
      if (scrolls(overflowY) && at.scrollHeight > at.clientHeight) return at;
    }
    return undefined;
  };
  const isInText = (element: Element): boolean =>
    element.matches('a[href]') && getComputedStyle(element).display === 'inline';
  const size = (rect: DOMRect): string => `${Math.round(rect.width)} × ${Math.round(rect.height)}`;

  if (document.documentElement.scrollWidth > clientWidth + slack)
    problems.push(`the page is ${document.documentElement.scrollWidth} px wide in ${clientWidth}`);
  for (const element of [scope, ...scope.querySelectorAll('*')]) {
    // Texts for screen readers are a pixel wide, or two with large text.
    if (element.closest('.excalidraw') !== null || element.clientWidth <= 2 || !element.checkVisibility())
      continue;
    const { overflowX, overflowY, textOverflow } = getComputedStyle(element);
    const isField = element.matches('input, textarea, select');
    const isWide = element.scrollWidth > element.clientWidth + slack;
    // It holds its thumb and an empty label.
    const isSwitch = element.matches('.mantine-Switch-track');
    if (overflowX === 'hidden' && isWide && textOverflow !== 'ellipsis' && !isField && !isSwitch)
      problems.push(`cut at its side (${element.scrollWidth} in ${element.clientWidth}): ${nameOf(element)}`);
    const isLabel = element.matches('.mantine-Button-label, .mantine-Tabs-tabLabel, .mantine-Menu-itemLabel');
    if (isLabel && isWide) problems.push(`its label is cut: ${nameOf(element)}`);
    const isScrolledAside = (overflowX === 'auto' || overflowX === 'scroll') && isWide;
    if (isScrolledAside && !element.matches('.pb-columns, pre'))
      problems.push(
        `scrolls sideways (${element.scrollWidth} in ${element.clientWidth}): ${nameOf(element)}`,
      );
    const isTall = element.scrollHeight > element.clientHeight + 2 && element.clientHeight > 2;
    const isClamped = getComputedStyle(element).webkitLineClamp !== 'none';
    if (overflowY === 'hidden' && isTall && !isField && !isClamped && element.textContent !== '')
      if (element.matches('button, button *, p, span, h1, h2, h3'))
        problems.push(`cut below (${element.scrollHeight} in ${element.clientHeight}): ${nameOf(element)}`);
  }

  const dialog = scope.closest('[aria-modal="true"]')?.getBoundingClientRect();
  for (const notice of document.querySelectorAll('.mantine-Notification-root')) {
    const { top, right } = notice.getBoundingClientRect();
    const isOver = dialog !== undefined && top < dialog.bottom - slack && right > dialog.left + slack;
    if (isOver && clientWidth < 768) problems.push(`a notice covers a dialog: ${nameOf(notice)}`);
  }

  /** They stay while what is below them scrolls. */
  const bars = '.pb-selection, .mantine-Modal-header, .mantine-Drawer-header';
  const seen: { readonly element: Element; readonly rect: DOMRect }[] = [];
  for (const target of scope.querySelectorAll(targets)) {
    const element = shown(target);
    const rect = element.getBoundingClientRect();
    if (rect.width < 2 || rect.height < 2 || !element.checkVisibility({ opacityProperty: true })) continue;
    const [x, y] = [rect.left + rect.width / 2, rect.top + rect.height / 2];
    // Scrolled out of sight, or under a layer above it.
    if (x < 0 || y < 0 || x > clientWidth || y > clientHeight || !hits(element, x, y)) continue;
    if (seen.some((other) => other.element === element)) continue;
    seen.push({ element, rect });
    const view = scroller(element)?.getBoundingClientRect();
    if (view === undefined && (rect.left < -slack || rect.right > clientWidth + slack))
      problems.push(`outside of the window: ${nameOf(element)}`);
    if (minTarget === 0 || isInText(target)) continue;
    const reach = minTarget / 2 - slack;
    const isLarge =
      hits(element, x - reach, y) &&
      hits(element, x + reach, y) &&
      hits(element, x, y - reach) &&
      hits(element, x, y + reach);
    // One that is partly scrolled out of sight, or behind a bar that stays, is as large as the others of its kind.
    const { left = 0, top = 0, right = clientWidth, bottom = clientHeight } = view ?? {};
    const isPartial =
      x - reach < left ||
      x + reach > Math.min(right, clientWidth) ||
      y - reach < top ||
      y + reach > Math.min(bottom, clientHeight) ||
      [y - reach, y + reach].some((at) => document.elementFromPoint(x, at)?.closest(bars) != null);
    if (!isLarge && !isPartial) problems.push(`a target of ${size(rect)}: ${nameOf(element)}`);
  }
  for (const [at, one] of seen.entries()) {
    for (const other of seen.slice(at + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      // The small buttons of a field are within it.
      if (one.element.closest('.mantine-Input-wrapper')?.contains(other.element) === true) continue;
      const across = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
      const down = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
      if (across > slack && down > slack)
        problems.push(
          `overlap by ${Math.round(across)} × ${Math.round(down)}: ${nameOf(one.element)}, ${nameOf(other.element)}`,
        );
    }
  }
  return problems;
}
