/** The ticker's own thread: it does nothing but count the time. A browser does not slow it down in hidden tabs. */

import { tickMilliseconds } from '#shared/replica/tick-length.ts';

setInterval(() => self.postMessage('tick'), tickMilliseconds);
