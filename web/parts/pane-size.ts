/** Pixels that a pane takes: of the width beside a list, of the height below it. */
export interface PaneSize {
  width: number;
  height: number;
}
