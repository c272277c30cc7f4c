import { defineKind } from '../kind';
import { Placeholders } from '../placeholders';

/** Found as blocks (secret-block.ts): PEM, and base64 of DER where it stands by itself. */
export default defineKind({
  kind: 'certificate',
  assigner: () => new Placeholders(),
  samples: [
    {
      text: 'x\n-----BEGIN CERTIFICATE-----\nMIIDqzCCApOgAwIBAgIUJk3xjdm8Wv0bm2PpFhQ1xk7rAaQwDQYJKoZIhvcNAQEL\nBQAwZTELMAkGA1UEBhMCREUxDzANBgNVBAgMBkJlcmxpbjEPMA0GA1UEBwwGQmVy\nbGluMQ==\n-----END CERTIFICATE-----\nbehind it\n',
      hides: ['MIID', 'BQAwZTEL', 'bGluMQ'],
      keeps: [
        'x\n-----BEGIN CERTIFICATE-----\nREDACTED\nREDACTED\nREDACTED\n-----END CERTIFICATE-----\nbehind it\n',
      ],
    },
    {
      text: '{"cert":"-----BEGIN CERTIFICATE-----\\nMIIDqzCCApOgAwIBAgIUJk3xjdm8Wv0bm2PpFhQ1xk7rAaQwDQYJKoZIhvcNAQEL\\nbGluMQ==\\n-----END CERTIFICATE-----\\n","x":1}',
      hides: ['MIID', 'bGluMQ'],
      keeps: ['\\nREDACTED\\nREDACTED\\n-----END CERTIFICATE-----\\n","x":1}'],
    },
    {
      text: '<certificate>MIIDqzCCApOgAwIBAgIUJk3xjdm8Wv0bm2PpFhQ1xk7rAaQwDQYJKoZIhvcNAQELBQAwZTELMAkG</certificate>',
      hides: ['MIID', 'BQAwZTEL'],
      keeps: ['<certificate>REDACTED</certificate>'],
    },
    {
      text: 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7vbqajDhA9Jf0kq3XWn2h8yLm4pQxTz5uVbNcRdEsFgHj me@x',
      hides: ['AAAAB3NzaC1'],
    },
    {
      text: 'half\n-----BEGIN CERTIFICATE-----\nMIIDqzCCApOgAwIBAgIUJk3xjdm8Wv0bm2PpFhQ1xk7rAaQwDQYJKoZIhvcNAQEL\n2025-01-02T03:04:05Z In(166) Hostd[1]: /usr/lib/vmware/hostd/bin started\nnext\n',
      hides: ['MIID'],
      keeps: ['2025-01-02T03:04:05Z In(166) Hostd[1]: /usr/lib/vmware/hostd/bin started\nnext\n'],
    },
  ],
});
