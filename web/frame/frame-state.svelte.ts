import type { App } from '../app/app.svelte';

type Dialog = 'palette' | 'help';

/** Which parts of the frame are open. */
export class FrameState {
  dialog = $state<Dialog | null>(null);
  renaming = $state(false);
  progress = $state(false);
  zone = $state(false);

  show(dialog: Dialog): void {
    this.dialog = this.dialog === dialog ? null : dialog;
  }

  chooseZone(app: App, zone: string): void {
    app.zone = zone;
    app.remember({ zone });
  }
}
