import './older-browsers.ts';
import './whiteboard/asset-path.ts';
import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/paxboard.css';
import './ui/appearance/direction.css';
import './ui/appearance/forced-colors.css';
import './ui/appearance/text-size.css';
import './ui/appearance/touch.css';
import { createBoardShelf } from '#app/shelf/shelf.ts';
import { hostOf } from './boards/host.ts';
import { desktopLife, desktopSecrets } from './desktop/desktop.ts';
import { mount } from './mount.tsx';
import { people } from './people/texts.ts';

const host = hostOf(window);
const bridge = window.paxboard;
const shelf = createBoardShelf({
  deviceLabel: (id) => people.name.device({ id }),
  signaling: () => host.signaling(),
  nearby: () => host.nearby(),
  ...(bridge === undefined ? {} : { secrets: desktopSecrets(bridge), deviceLife: desktopLife(bridge) }),
});
mount(shelf, host, bridge);
