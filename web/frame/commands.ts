import type { App } from '../app/app.svelte';
import type { Command } from '../commands/registry.svelte';
import { text } from '../text';
import { views } from '../views/views';
import { themeChoice } from './theme.svelte';
import { browserZone } from './zones';
import type { FrameState } from './frame-state.svelte';

const { groups, commands: titles } = text.app;

/** What can be done anywhere. */
export function frameCommands(app: App, frame: FrameState): Command[] {
  return [...general(frame), ...ofCase(app, frame), ...ofView(app), ...ofTime(app, frame)];
}

function general(frame: FrameState): Command[] {
  const group = groups.general;
  return [
    {
      id: 'palette',
      title: titles.palette,
      group,
      keys: ['Mod+k'],
      inFields: true,
      run: () => frame.show('palette'),
    },
    { id: 'help', title: titles.help, group, keys: ['?'], run: () => frame.show('help') },
    { id: 'theme.auto', title: titles.themeAuto, group, run: () => void (themeChoice.theme = 'auto') },
    { id: 'theme.light', title: titles.themeLight, group, run: () => void (themeChoice.theme = 'light') },
    { id: 'theme.dark', title: titles.themeDark, group, run: () => void (themeChoice.theme = 'dark') },
  ];
}

function ofCase(app: App, frame: FrameState): Command[] {
  const group = groups.case;
  const enabled = (): boolean => app.hasCase;
  return [
    { id: 'case.rename', title: titles.rename, group, enabled, run: () => void (frame.renaming = true) },
    { id: 'case.close', title: titles.close, group, enabled, run: () => app.closeCase() },
    { id: 'case.progress', title: titles.progress, group, enabled, run: () => void (frame.progress = true) },
    {
      id: 'case.cancel',
      title: titles.cancel,
      group,
      enabled: () => app.running.length > 0,
      run: () => app.cancel(),
    },
  ];
}

function ofView(app: App): Command[] {
  return views.map((view, index) => ({
    id: `view.${view.id}`,
    title: titles.show(view.title),
    group: groups.view,
    keys: index < 9 ? [String(index + 1)] : [],
    enabled: () => app.hasCase,
    run: () => app.show({ view: view.id }),
  }));
}

function ofTime(app: App, frame: FrameState): Command[] {
  const group = groups.time;
  return [
    { id: 'zone.utc', title: titles.zoneUtc, group, run: () => frame.chooseZone(app, 'UTC') },
    {
      id: 'zone.browser',
      title: titles.zoneBrowser(browserZone),
      group,
      run: () => frame.chooseZone(app, browserZone),
    },
    { id: 'zone.other', title: titles.zoneOther, group, run: () => void (frame.zone = true) },
  ];
}
