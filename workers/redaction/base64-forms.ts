/** Shorter words give so few characters that other texts have them too. */
const SHORTEST = 6;
const SIX_BITS = 6;

const encoder = new TextEncoder();

/**
 * What base64 of any text has in it that holds a word, as it stands in that text: at each of the three places that it may
 * begin at in a group of three bytes. The characters at its edges, which hold bits of what stands beside it, are not among
 * them. None for a word under six bytes.
 */
export function base64Forms(word: string): readonly string[] {
  const forms = new Set<string>();
  for (const written of [word, word.toLowerCase(), word.toUpperCase(), capital(word)]) {
    const bytes = encoder.encode(written);
    if (bytes.length < SHORTEST) continue;
    for (let before = 0; before < 3; before++) {
      const all = btoa(String.fromCharCode(...new Uint8Array(before), ...bytes));
      const from = Math.ceil((before * 8) / SIX_BITS);
      const to = Math.floor(((before + bytes.length) * 8) / SIX_BITS);
      const form = all.slice(from, to);
      forms.add(form);
      forms.add(form.replaceAll('+', '-').replaceAll('/', '_'));
      forms.add(form.replaceAll('/', '\\/'));
    }
  }
  return [...forms];
}

function capital(word: string): string {
  const lower = word.toLowerCase();
  return lower.slice(0, 1).toUpperCase() + lower.slice(1);
}
