/** When badges are placed: once in a frame after changes. */

type Frames = Pick<Window, 'requestAnimationFrame' | 'cancelAnimationFrame'>;

/**
 * Calls `place` in the next frame, and again in the frame after each change. A change is often shown in a frame itself: the page
 * would draw another one after it, so none is requested without need.
 *
 * @param sources call back at each change, and return a function that ends it.
 * @param isNeeded whether a change may move a badge, add one, or remove one.
 * @returns a function that ends it.
 */
export function placeInFrames(
  sources: readonly ((changed: () => void) => () => void)[],
  isNeeded: () => boolean,
  place: () => void,
  frames: Frames = window,
): () => void {
  let frame: number | undefined;
  const request = (): void => {
    frame ??= frames.requestAnimationFrame(() => {
      frame = undefined;
      place();
    });
  };
  const stops = sources.map((follow) =>
    follow(() => {
      if (isNeeded()) request();
    }),
  );
  request();
  return () => {
    for (const stop of stops) stop();
    if (frame !== undefined) frames.cancelAnimationFrame(frame);
  };
}
