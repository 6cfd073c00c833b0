import './older-browsers.ts';
import './react.ts';
import './desktop/plain-downloads.ts';
import './whiteboard/asset-path.ts';
import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/paxboard.css';
import './ui/appearance/direction.css';
import './ui/appearance/forced-colors.css';
import './ui/appearance/text-size.css';
import './ui/appearance/touch.css';
import { flushSync } from 'react-dom';
import { withNextFrame } from '#app/session/changes/pacing.ts';
import { createBoardShelf } from '#app/shelf/shelf.ts';
import type { ShelfOptions } from '#app/shelf/shelf-options.ts';
import { startLending } from '#app/witness/lender.ts';
import { hostOf } from './boards/host.ts';
import { desktopLife, desktopSecrets } from './desktop/desktop.ts';
import { mount } from './mount.tsx';
import { people } from './people/texts.ts';

const host = hostOf(window);
const bridge = window.paxboard;
const options: ShelfOptions = {
  deviceLabel: (id) => people.name.device({ id }),
  // React renders all that an announcement changes (the scene, the header) in one pass, before the next frame.
  schedule: withNextFrame(window, flushSync),
  signaling: () => host.signaling(),
  nearby: () => host.nearby(),
  ...(bridge === undefined ? {} : { secrets: desktopSecrets(bridge), deviceLife: desktopLife(bridge) }),
};
mount(createBoardShelf(options), host, startLending(options), bridge);
