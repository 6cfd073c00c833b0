import './whiteboard/asset-path.ts';
import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/paxboard.css';
import { createBoardShelf } from '#app/session/shelf.ts';
import { hostOf } from './boards/host.ts';
import { mount } from './mount.tsx';

const host = hostOf(window);
mount(createBoardShelf({ signaling: () => host.signaling(), nearby: () => host.nearby() }), host);
