export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'bundlescope.theme';

/** The chosen theme, kept in localStorage where that is allowed. */
class ThemeChoice {
  #theme = $state<Theme>(stored());

  get theme(): Theme {
    return this.#theme;
  }

  set theme(theme: Theme) {
    this.#theme = theme;
    this.apply();
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Then it holds as long as the page is open.
    }
  }

  apply(): void {
    if (this.#theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.#theme;
  }
}

function stored(): Theme {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === 'light' || theme === 'dark' ? theme : 'auto';
  } catch {
    return 'auto';
  }
}

export const themeChoice = new ThemeChoice();
