/** The bridge: runs in the window's sandbox before the page does, and gives it `window.paxboard` and nothing else. */

import { contextBridge, ipcRenderer } from 'electron';
import { type DesktopBridge, desktopBridgeName } from '#shared/desktop/bridge.ts';
import { channels, readHostAnswer, readJoinLink } from './ipc.ts';
import { desktopPlatform } from './platform.ts';

const bridge: DesktopBridge = {
  platform: desktopPlatform(process.platform),

  async hostInfo() {
    const answer = readHostAnswer(await ipcRenderer.invoke(channels.hostInfo));
    if (!answer.ok) throw new Error(answer.why);
    return answer.info;
  },

  onJoinLink(callback) {
    const deliver = (_: unknown, value: unknown) => {
      const link = readJoinLink(value);
      if (link !== undefined) callback(link);
    };
    ipcRenderer.on(channels.joinLink, deliver);
    ipcRenderer.send(channels.joinLinksWanted);
    return () => ipcRenderer.off(channels.joinLink, deliver);
  },
};

contextBridge.exposeInMainWorld(desktopBridgeName, bridge);
