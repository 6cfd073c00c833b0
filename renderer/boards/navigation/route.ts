/** The fragment of the address: `#board=<id>&tab=<tab>` or `#join=<payload>`. */

export const boardTabs = ['whiteboard', 'tasks'] as const;
export type BoardTab = (typeof boardTabs)[number];

/** The pages of the window. */
export type Page =
  | { readonly page: 'start' }
  | { readonly page: 'board'; readonly id: string; readonly tab: BoardTab };

export const startPage: Page = { page: 'start' };

export type Route =
  | Page
  /** `link` is the whole address, as `parseInvite` reads it. */
  | { readonly page: 'join'; readonly link: string };

/** Never throws; an unknown address is the start screen. */
export function readRoute(address: string): Route {
  const hashAt = address.indexOf('#');
  if (hashAt < 0) return startPage;
  const parameters = new URLSearchParams(address.slice(hashAt + 1));
  if (parameters.has('join')) return { page: 'join', link: address };
  const id = parameters.get('board');
  if (id === null || id === '') return startPage;
  return { page: 'board', id, tab: readTab(parameters.get('tab')) };
}

export function formatBoardRoute(id: string, tab: BoardTab): string {
  const board = `#board=${encodeURIComponent(id)}`;
  return tab === 'whiteboard' ? board : `${board}&tab=${tab}`;
}

export function readTab(text: string | null): BoardTab {
  return boardTabs.find((tab) => tab === text) ?? 'whiteboard';
}
