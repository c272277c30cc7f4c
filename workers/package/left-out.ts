/** Files with secrets that vm-support does not collect, one kind each. */
interface LeftOutRule {
  /** Against the path below the bundle's top folder, or any longer one. */
  path: RegExp;
  /** A folder that it must lie in, too. */
  folder?: RegExp;
  /** Why it is no matter for others: what it holds. */
  reason: string;
  samples: { flagged: readonly string[]; others: readonly string[] };
}

/**
 * vm-support leaves out passwords, private keys and `etc/shadow` on purpose (log-formats.md, A.2); this is where hosts
 * and vCenter Servers keep such things. They come into a bundle by hand, or by an add-on's manifest.
 */
export const LEFT_OUT_RULES: readonly LeftOutRule[] = [
  {
    path: /(?:^|\/)etc\/(?:g?shadow|security\/opasswd)(?:-|\.[^/]*)?$/,
    reason: 'hashes of passwords',
    samples: {
      flagged: ['etc/shadow', 'esx-a/etc/shadow-', 'etc/gshadow', 'etc/security/opasswd', 'etc/shadow.bak'],
      others: ['etc/passwd', 'etc/group', 'etc/shadows', 'usr/shadow'],
    },
  },
  {
    path: /(?:^|\/)(?:ssh_host_[a-z0-9]+_key|dropbear_[a-z0-9]+_host_key)$/,
    reason: 'a host key of SSH',
    samples: {
      flagged: [
        'etc/ssh/ssh_host_rsa_key',
        'etc/ssh/ssh_host_ed25519_key',
        'etc/dropbear/dropbear_rsa_host_key',
      ],
      others: ['etc/ssh/ssh_host_rsa_key.pub', 'etc/ssh/sshd_config'],
    },
  },
  {
    path: /(?:^|\/)id_(?:rsa|dsa|ecdsa|ecdsa_sk|ed25519|ed25519_sk)$/,
    reason: "a user's private key of SSH",
    samples: {
      flagged: ['root/.ssh/id_rsa', '.ssh/id_ed25519'],
      others: ['root/.ssh/id_rsa.pub', 'root/.ssh/authorized_keys'],
    },
  },
  {
    path: /(?:^|\/)rui(?:-[^/.]*)?\.key(?:\.[^/.]*)?$/i,
    reason: "the private key of the host's certificate",
    samples: {
      flagged: ['etc/vmware/ssl/rui.key', 'etc/vmware/ssl/rui.key.bak', 'etc/vmware-vpx/ssl/rui.key'],
      others: ['etc/vmware/ssl/rui.crt', 'etc/vmware/ssl/castore.pem'],
    },
  },
  {
    path: /(?:[-_.]key\.pem|\.key)$/i,
    folder: /(?:^|\/)(?:etc|ssl|certs?|certificates?|private|\.ssh)\//i,
    reason: 'a private key',
    samples: {
      flagged: [
        'etc/vmware/ssl/vasa.key',
        'etc/sfcb/server-key.pem',
        'opt/x/ssl/private/web.key',
        'certs/a_key.pem',
      ],
      others: ['vm-support-incident-key', 'etc/vmware/ssl/castore.pem', 'var/log/a.key', 'etc/keymap'],
    },
  },
  {
    path: /\.(?:p12|pfx|jks|jceks|bcfks|keystore|keytab|kdbx|ppk)$/i,
    reason: 'a store of keys',
    samples: {
      flagged: ['etc/vmware/x.jks', 'a/b.p12', 'etc/krb5.keytab', 'usr/lib/x/server.keystore', 'A.PFX'],
      others: ['etc/jks', 'a/keystore.log', 'a/p12.txt'],
    },
  },
  {
    path: /(?:^|\/)encryption\.info$/,
    reason: "the key of the host's configuration",
    samples: { flagged: ['bootbank/encryption.info', 'encryption.info'], others: ['encryption.info.txt'] },
  },
  {
    path: /(?:^|\/)etc\/vmware\/configstore\/[^/]+$|(?:^|\/)(?:local|state)\.tgz(?:\.ve)?$/,
    reason: "the host's configuration with its secrets",
    samples: {
      flagged: ['etc/vmware/configstore/current-store-1', 'bootbank/local.tgz.ve', 'state.tgz', 'local.tgz'],
      others: ['etc/vmware/esx.conf', 'commands/configstore.txt', 'a/notlocal.tgz'],
    },
  },
  {
    path: /(?:^|\/)passthruAuth[^/]*$/i,
    reason: 'tickets that log in without a password',
    samples: {
      flagged: ['etc/vmware/hostd/passthruAuth.xml', 'passthruAuth', 'var/lib/passthruauth.db'],
      others: ['etc/vmware/passthru.map'],
    },
  },
  {
    path: /(?:^|\/)(?:etc|var\/lib)\/(?:likewise|pbis)\/db\/[^/]+$/,
    reason: "the host's account in Active Directory",
    samples: {
      flagged: ['etc/likewise/db/lwi_events.db', 'etc/likewise/db/registry.db', 'var/lib/pbis/db/sam.db'],
      others: ['etc/likewise/openldap.conf'],
    },
  },
  {
    path: /(?:^|\/)(?:vcdb\.properties|embedded_db\.cfg|\.pgpass|symkey\.dat|password\.properties)$/,
    reason: "passwords of vCenter Server's database, or the key to them",
    samples: {
      flagged: ['etc/vmware-vpx/vcdb.properties', 'etc/vmware-vpx/ssl/symkey.dat', 'root/.pgpass'],
      others: ['etc/vmware-vpx/vpxd.cfg', 'a/xvcdb.properties'],
    },
  },
  {
    path: /(?:^|\/)(?:vmdir\/data\.mdb|vmdird?-snapshot\/data\.mdb|vmafd?db?\/afd\.db|vmca\/(?:[^/]+\/)?privatekey\.pem)$/,
    reason: 'accounts and keys of vCenter Single Sign-On',
    samples: {
      flagged: [
        'storage/db/vmware-vmdir/vmdir/data.mdb',
        'var/lib/vmware/vmca/privatekey.pem',
        'x/vmafd/afd.db',
      ],
      others: ['storage/log/vmdir/vmdird.log', 'x/vmca/root.cer'],
    },
  },
  {
    path: /(?:^|\/)etc\/vmware\/snmp\.xml$|(?:^|\/)etc\/snmp\/snmpd\.conf$/,
    reason: 'community names and keys of SNMP',
    samples: { flagged: ['etc/vmware/snmp.xml', 'esx/etc/snmp/snmpd.conf'], others: ['var/log/snmp.xml'] },
  },
];

/** What a file holds that vm-support leaves out on purpose, or null. By its path alone. */
export function leftOutReason(path: string): string | null {
  return LEFT_OUT_RULES.find((rule) => isOf(rule, path))?.reason ?? null;
}

/** Whether a rule means a path. */
export function isOf(rule: LeftOutRule, path: string): boolean {
  return rule.path.test(path) && (rule.folder?.test(path) ?? true);
}
