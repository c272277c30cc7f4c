import { defineFormat, type Sample } from '../format';
import { either, message, seq, skip } from '../grammar';

/** xl-<vm>.log of Xen: what xl says while a machine runs, without any time. */
export default defineFormat({
  id: 'xl',
  label: 'Xen xl',
  rank: 40,
  paths: [/(^|\/)xl-[^/]+\.log(\.\d+)?(\.gz)?$/],
  bareLines: 'own',
  variants: [
    {
      head: seq(
        message,
        either(
          'Waiting for domain ',
          seq('Domain ', skip.digits, ' '),
          'Action for shutdown reason code ',
          'Done. ',
          'libxl: ',
        ),
      ),
    },
  ],
});

export const samples: Sample[] = [
  'Waiting for domain test-hvm64-xsa-454 (domid 144) to die [pid 6302]',
  'Domain 144 has shut down, reason code 0 0x0',
  'Action for shutdown reason code 0 is destroy',
  'Domain 144 needs to be cleaned up: destroying the domain',
  'Done. Exiting now',
].map((text) => ({ text, expect: { time: null, timeKnownBy: 'inherited', message: text } }));
