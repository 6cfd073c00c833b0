/** The ticker's thread: it only counts time. Browsers do not throttle it in hidden tabs. */

import { tickMilliseconds } from '#shared/replica/tick-length.ts';

setInterval(() => self.postMessage('tick'), tickMilliseconds);
