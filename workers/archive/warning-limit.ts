import type { Warning } from '../warning';

/** As many warnings of one archive are passed on; a hostile one can cause one in every 512 bytes. */
const MOST = 1000;

/** A listener that passes the first warnings on and then says once, under `code`, that there are more. */
export function limitWarnings(listener: (warning: Warning) => void, code: string, most = MOST) {
  let heard = 0;
  return (warning: Warning): void => {
    heard++;
    if (heard <= most) listener(warning);
    if (heard === most + 1) {
      const message = `more than ${most} things are wrong here; the further ones are not listed`;
      listener({ code, path: '', offset: warning.offset, message });
    }
  };
}
