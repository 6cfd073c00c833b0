/** The bridge: runs in the window's sandbox before the page, and exposes only `window.paxboard`. */

import { contextBridge, ipcRenderer } from 'electron';
import { type DesktopBridge, desktopBridgeName } from '#shared/desktop/bridge.ts';
import { requests, toMain, toWindow } from './ipc/ipc.ts';
import { ask, listen } from './ipc/ipc-window.ts';
import { desktopPlatform } from './start/platform.ts';

type OnLifeStep = Parameters<DesktopBridge['onLifeStep']>[0];

const lifeListeners = new Set<OnLifeStep>();

const bridge: DesktopBridge = {
  platform: desktopPlatform(process.platform),

  async hostInfo() {
    const answer = await ask(ipcRenderer, requests.hostInfo, undefined);
    if (!answer.ok) throw new Error(answer.why);
    return answer.info;
  },

  onJoinLink(callback) {
    const end = listen(ipcRenderer, toWindow.joinLink, callback);
    ipcRenderer.send(toMain.joinLinksWanted.name);
    return end;
  },

  onLifeStep(callback) {
    lifeListeners.add(callback);
    return () => {
      lifeListeners.delete(callback);
    };
  },

  onShowSettings: (callback) => listen(ipcRenderer, toWindow.showSettings, () => callback()),

  settings: () => ask(ipcRenderer, requests.settings, undefined),

  async changeSettings(change) {
    const answer = await ask(ipcRenderer, requests.changeSettings, change);
    if (!answer.ok) throw new Error(answer.why);
    return answer.settings;
  },

  lastRun: () => ask(ipcRenderer, requests.lastRun, undefined),

  async saveLog() {
    const answer = await ask(ipcRenderer, requests.saveLog, undefined);
    if (!answer.ok) throw new Error(answer.why);
    return answer.saved;
  },

  sealSecret: (secret) => ask(ipcRenderer, requests.sealSecret, secret),
  openSecret: (sealed) => ask(ipcRenderer, requests.openSecret, sealed),
};

// Confirms the step also without listeners, so that the app does not wait.
listen(ipcRenderer, toWindow.lifeStep, ({ number, event }) => {
  void Promise.allSettled([...lifeListeners].map((listener) => listener(event))).then(() =>
    ipcRenderer.send(toMain.lifeStepDone.name, number),
  );
});

contextBridge.exposeInMainWorld(desktopBridgeName, bridge);
