/** `haTask-<entity>-<method>-<number>` of hostd. */
export interface TaskName {
  /** Number of a VM, `ha-host`, `ha-folder-vm`, or empty. */
  entity: string;
  /** As in `vim.VirtualMachine.powerOn`. */
  method: string;
}

/** The parts of a task's name, or null when it is none. */
export function taskName(name: string): TaskName | null {
  if (!name.startsWith('haTask-')) return null;
  const end = name.lastIndexOf('-');
  const begin = name.lastIndexOf('-', end - 1);
  if (begin < 'haTask'.length || !/^\d+$/.test(name.slice(end + 1))) return null;
  return {
    entity: name.slice('haTask-'.length, Math.max('haTask-'.length, begin)),
    method: name.slice(begin + 1, end),
  };
}

/** Methods by the part behind their type; the type is that which declares them and changes between releases. */
const OF_VM: Record<string, string> = {
  powerOn: 'StartVM',
  powerOff: 'StopVM',
  shutdownGuest: 'StopVM',
  terminate: 'StopVM',
  terminateVM: 'StopVM',
  reset: 'ResetVM',
  rebootGuest: 'RebootGuest',
  suspend: 'SuspendVM',
  standbyGuest: 'SuspendVM',
  reconfigure: 'ModifyVM',
  reconfigVM: 'ModifyVM',
  rename: 'RenameVM',
  destroy: 'DeleteVM',
  unregister: 'UnregisterVM',
  createSnapshot: 'CreateSnapshot',
  createSnapshotEx: 'CreateSnapshot',
  revertToCurrentSnapshot: 'RevertSnapshot',
  removeAllSnapshots: 'RemoveSnapshot',
  migrate: 'MoveVM',
  relocate: 'MoveVM',
  clone: 'CloneVM',
  instantClone: 'CloneVM',
};

const WHOLE: ReadonlyMap<string, string> = new Map([
  ['vim.Folder.createVm', 'CreateVM'],
  ['vim.ResourcePool.createVm', 'CreateVM'],
  ['vpxapi.VpxaService.createVm', 'CreateVM'],
  ['vim.Folder.registerVm', 'RegisterVM'],
  ['vim.vm.Snapshot.revert', 'RevertSnapshot'],
  ['vim.vm.Snapshot.remove', 'RemoveSnapshot'],
  ['vim.host.VMotionManager.initiateSource', 'MoveVM'],
  ['vim.host.VMotionManager.initiateDestination', 'MoveVM'],
  ['vim.HostSystem.shutdown', 'StopHost'],
  ['vim.HostSystem.reboot', 'RestartHost'],
  ['vim.HostSystem.enterMaintenanceMode', 'EnterMaintenance'],
  ['vim.HostSystem.exitMaintenanceMode', 'ExitMaintenance'],
  ['vim.HostSystem.enterLockdownMode', 'EnableLockdown'],
  ['vim.HostSystem.exitLockdownMode', 'DisableLockdown'],
  ['vim.host.ServiceSystem.start', 'StartService'],
  ['vim.host.ServiceSystem.stop', 'StopService'],
  ['vim.host.LocalAccountManager.createUser', 'CreateAccount'],
  ['vim.host.LocalAccountManager.updateUser', 'ModifyAccount'],
  ['vim.host.LocalAccountManager.removeUser', 'DeleteAccount'],
  ['vim.host.FirewallSystem.enableRuleset', 'ModifyFirewall'],
  ['vim.host.FirewallSystem.disableRuleset', 'ModifyFirewall'],
  ['vim.host.FirewallSystem.updateRuleset', 'ModifyFirewall'],
  ['vim.host.FirewallSystem.updateDefaultPolicy', 'ModifyFirewall'],
  ['vim.option.OptionManager.updateValues', 'ModifySetting'],
  ['vim.VirtualDiskManager.deleteVirtualDisk', 'DeleteDisk'],
]);

/** The kind of a call, or null for one of no listed kind (housekeeping, reading). */
export function kindOfMethod(method: string): string | null {
  const whole = WHOLE.get(method);
  if (whole) return whole;
  const type = /^vim\.(?:VirtualMachine|ManagedEntity)\.(\w+?)(?:_Task)?$/.exec(method);
  return type && Object.hasOwn(OF_VM, type[1]!) ? OF_VM[type[1]!]! : null;
}

/**
 * The kind of a hostd task: as its method's, but `vim.ManagedEntity.destroy` and `rename` only of VMs, whose entity is
 * a number (pools and folders are managed entities too).
 */
export function kindOfTask({ entity, method }: TaskName): string | null {
  if (method.startsWith('vim.ManagedEntity.') && !/^\d+$/.test(entity)) return null;
  return kindOfMethod(method);
}
