/** Calls of XAPI that change something, with the kind of operation each one is. */
const KINDS: readonly [kind: string, calls: string][] = [
  ['Login', 'session.create session.login_with_password'],
  ['Logout', 'session.destroy'],
  ['CreateVM', 'VM.create VM.provision'],
  ['RenameVM', 'VM.set_name_label'],
  ['ModifyCPU', 'VM.set_VCPUs_max VM.set_VCPUs_at_startup VM.set_VCPUs_number_live'],
  [
    'ModifyMemory',
    'VM.set_memory_limits VM.set_memory VM.set_memory_dynamic_range VM.set_memory_static_range ' +
      'VM.set_memory_dynamic_min VM.set_memory_dynamic_max VM.set_memory_static_min VM.set_memory_static_max',
  ],
  ['ModifyDisk', 'VDI.resize VDI.resize_online VBD.create VBD.destroy'],
  ['MoveVM', 'VM.pool_migrate VM.migrate_send VM.migrate'],
  ['CloneVM', 'VM.clone VM.copy'],
  ['DeleteVM', 'VM.destroy'],
  ['DeleteDisk', 'VDI.destroy'],
  ['StartVM', 'VM.start VM.start_on VM.resume VM.resume_on'],
  ['StopVM', 'VM.clean_shutdown VM.hard_shutdown VM.shutdown'],
  ['RebootGuest', 'VM.clean_reboot'],
  ['ResetVM', 'VM.hard_reboot VM.power_state_reset'],
  ['SuspendVM', 'VM.suspend'],
  ['CreateSnapshot', 'VM.snapshot VM.checkpoint VM.snapshot_with_quiesce'],
  ['RevertSnapshot', 'VM.revert'],
  ['StopHost', 'host.shutdown'],
  ['RestartHost', 'host.reboot'],
  ['EnterMaintenance', 'host.disable'],
  ['ExitMaintenance', 'host.enable'],
  ['CreatePermission', 'subject.add_to_roles'],
  ['DeletePermission', 'subject.remove_from_roles'],
  ['CreateAccount', 'subject.create'],
  ['DeleteAccount', 'subject.destroy'],
];

const BY_CALL: ReadonlyMap<string, string> = new Map(
  KINDS.flatMap(([kind, calls]) => calls.split(' ').map((call) => [call, kind] as const)),
);

/** The kind of operation that a call is, or null. Tasks have `Async.` in front. */
export function kindOfCall(call: string): string | null {
  return BY_CALL.get(call.replace(/^Async\./, '')) ?? null;
}
