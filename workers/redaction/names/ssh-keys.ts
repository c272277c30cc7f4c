import { form } from '../needle-forms';
import type { NameRoad } from '../name-road';
import { SSH_ALGORITHMS } from '../ssh-comment';

const OWNER = String.raw`[\w@.-]{7,40} AAAA[\w+/=]{40,1900} ([\w.-]{1,64})@([\w.-]{1,253})(?![\w@.-])`;

/** Who has a public key of SSH, and on which host, as its comment says; hosts whose keys are known. */
export const road: NameRoad = {
  id: 'ssh-keys',
  files: [
    {
      wants: (path) => /(?:^|\/)(?:ssh_)?known_hosts2?$/.test(path),
      maxBytes: 1024 * 1024,
      read(text, names) {
        for (const [, hosts] of text.matchAll(
          /^(?:@[a-z-]{1,20} )?([\w.,:[\]-]{1,1000}) (?:ssh|ecdsa|sk)-\S{1,40} AAAA/gm,
        )) {
          for (const host of hosts!.split(',')) names.host(host);
        }
      },
    },
  ],
  forms: SSH_ALGORITHMS.map((algorithm) =>
    form(`${algorithm} AAAA`, new RegExp(OWNER, 'y'), ([, user, host], names) => {
      names.user(user);
      names.host(host);
    }),
  ),
  samples: [
    {
      path: 'etc/ssh/keys-root/authorized_keys',
      content: `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7vbqajDhA9Jf0kq3XWn2h8yLm4pQxTz5uVbNcRdEsFgHj gfischer@jumper-7\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl root@relay-9.acme.example\n`,
      finds: [
        ['user', 'gfischer'],
        ['host-name', 'jumper-7'],
        ['host-name', 'relay-9'],
        ['host-name', 'acme.example'],
      ],
      leaves: ['root'],
    },
    {
      path: 'root/.ssh/known_hosts',
      content:
        '[vault-3.acme.example]:2222,192.0.2.9 ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABB\n|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-rsa AAAAB3NzaC1yc2E\n',
      finds: [['host-name', 'vault-3']],
      leaves: ['192.0.2.9'],
    },
  ],
};
