/** How files are shown, the same for one after the other. */
class Display {
  wrap = $state(false);
}

export const display = new Display();
