import type { RedactKind } from '../public-api';

/*
 * Names that every installation has: they tell nothing of the one that a bundle is from, and analyses know them by
 * their words. Compared without regard to case.
 */

const USERS = `root dcui vpxuser daemon nobody bin sys adm lp sync shutdown halt mail news uucp operator games gopher ftp
  sshd rpc rpcuser nfsnobody dbus ntp named polkitd tss postfix chrony messagebus vmware-auto-deploy vsanmgmtd hostd
  vpxa vpxd user admin administrator guest system anonymous unknown localsystem service da-user mux_user app_user crypto_user crypto_officer appliance_user
  vpxd-extension vsphere-webclient vsphere-ui machine vsm vpostgres postgres eam sps cis waiter hvc wcp com.vmware.vcha
  qemu libvirt libvirt-qemu kvm xen console login default local`;

/** Accounts of vCenter's services; what may stand behind the name is a UUID. */
const USER_SHAPES = [
  /^(?:vpxd(?:-extension|-svcs)?|vsphere-(?:webclient|ui|client)|machine|eam|sps|cis|wcp|hvc|vsan|vsanhealth|vpostgres|trustmanagement|content-library|cl|pbm|vmware-\w+)-[0-9a-f-]{8,}$/,
  /^com\.vmware\./,
  /^<.*>$/,
  /^\$?\(?null\)?$/,
];

const HOSTS = `localhost localhost4 localhost6 localdomain local lan home internal intranet corp vsphere.local
  localhost.localdomain ip6-localhost ip6-loopback broadcasthost vmware.com broadcom.com amazonaws.com amazon.com
  microsoft.com ubuntu.com redhat.com debian.org ntp.org pool.ntp.org vmware.ntp.org example none unset unknown default
  localos system-domain builtin external-idp loopback (none) info warning error verbose debug trivia panic notice`;

/** Words of the programs that stand where a host's name is. */
const HOST_SHAPES = [/^host-\d+$/, /^ha-host$/, /^vmware-[a-z]+$/];

const VMS = `vmware vmx vmm vm new_vm vcls guest introspection vmname unknown unset none null`;

const VM_SHAPES = [
  /^vcls(?:[ -].*)?$/,
  /^guest introspection(?: \(\d+\))?$/,
  /^(?:vmware|vsphere) endpoint(?: \(\d+\))?$/,
  /^vmware network fabric(?: \(\d+\))?$/,
  /^(?:vm|host|domain-[cs]|group-[a-z]\d*|resgroup|datastore|network|dvportgroup|task|session)-\d+$/,
];

const DATASTORES = `bootbank altbootbank scratch store productlocker locker tardisks vsandatastore datastore vmimages
  unmounted none null unknown inaccessible`;

/** `datastore1` is what the installer calls the first one; a host that joins others gets ` (2)` behind it. */
const DATASTORE_SHAPES = [
  /^datastore1(?: \(\d+\))?$/,
  /^(?:osdata|bootbank|locker|scratch)-?[0-9a-f-]*$/,
  /^bootbank[12]$/,
  /^(?:naa|eui|t10|mpx|vml)\.\S+$/,
  /^vsan:[0-9a-f-]+$/,
];

const PLACES = `ha-datacenter datacenters datacenter vm host resources discovered default none null unknown cloudwatchlogs all`;

const WORDS: Partial<Record<RedactKind, ReadonlySet<string>>> = {
  user: words(USERS),
  'host-name': words(HOSTS),
  'vm-name': words(VMS),
  datastore: words(DATASTORES),
  'cloud-name': words(PLACES),
  'serial-number': words(
    'none unknown default empty n/a na not specified null 0123456789 123456789 serial number',
  ),
};

const SHAPES: Partial<Record<RedactKind, readonly RegExp[]>> = {
  user: USER_SHAPES,
  'host-name': HOST_SHAPES,
  'vm-name': VM_SHAPES,
  datastore: DATASTORE_SHAPES,
  'cloud-name': [/^(?:vm|host|domain-c|group-[a-z])\d+$/, /^\/aws\/cloudhsm\/cluster-[a-z0-9]+$/],
  'serial-number': [/^(?:not |to be |system |chassis |base board )/, /^0+$/, /^x+$/],
};

/** Whether a name of this kind is one that stays. */
export function isBuiltIn(kind: RedactKind, text: string): boolean {
  const lower = text.toLowerCase();
  return (WORDS[kind]?.has(lower) ?? false) || (SHAPES[kind]?.some((shape) => shape.test(lower)) ?? false);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
