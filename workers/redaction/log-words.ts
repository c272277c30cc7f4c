/**
 * Words that messages of the programs are made of. A banner or a description that has no other word (`Task Completed`, `is
 * powered off`) may stand in any log, and tells nothing of who wrote it: it is no name. No surnames are among them.
 */
const LOG_WORDS: ReadonlySet<string> = new Set(
  (
    'a about above after all already an and any are as at be because been before being below both but by can cannot could did do does done down due during ' +
    'each else ended error errors every failed failing fails failure failures for from had has have if in info information into is it its itself last ' +
    'may more must new next no none not now of off ok on once one only open or other out over own per please same should since so some still than that ' +
    'the their them then there these they this those to too under until up upon was were when where which while will with within without would you your ' +
    'abort aborted accepted access account accounts acquired action active added adding address alarm alert allocated allowed already answered applied ' +
    'apply assigned attached attempt attempted attempting authenticated authentication authorization authorized available backup became begin beginning ' +
    'begins blocked boot booted booting bound bus busy call called cancelled canceled change changed changes check checked checking cleared client clone cloned ' +
    'cloning close closed cluster code command commands complete completed completes completing config configuration configured configuring connect ' +
    'connected connecting connection connections console consolidated consolidation copied corrupt count crashed create created creates creating ' +
    'creation critical current data datastore debug default defined degraded delete deleted deleting denied deployed destroyed detached detected device ' +
    'devices disabled disconnected disconnecting disk disks does domain dropped duplicate empty enabled encountered end ending ends enter entered ' +
    'entering entry established event events exceeded exception executed executing exist existing exists exit exited exiting expired failover fatal file ' +
    'files finished firewall folder found free full generated got granted group groups guest halted hardware has health healthy heartbeat high host ' +
    'hosts ignored ignoring inactive initialised initialized initializing initiated input installed interface internal invalid issued job join joined ' +
    'key left licence license limit link list loaded loading local locked log logged logging login logins logon logoff logout logs lost low machine ' +
    'maintenance management manager marked memory message migrate migrated migrating migration missing mode modified mount mounted name names network node normal ' +
    'notice notified object obtained offline online opened opening operation operations out owner packet password path pending performed permission ' +
    'permissions ping policy pool port power powered powering process processed processing protected protocol queued reached read reading ready reason ' +
    'reboot rebooted rebooting received reconfigured reconfiguring recovered redundancy redundant refused registered rejected released reload reloaded ' +
    'relocated removed removing renamed replaced replication request requested requests required reserved reset resolved resource resources response ' +
    'restart restarted restarting restored restoring result resume resumed resuming retry retrying returned reverted role root running runs saved scan ' +
    'scheduled security selected sending sent server servers service services session sessions set setting settings shell shut shutdown size skipped ' +
    'skipping snapshot snapshots space started starting starts state stats status stop stopped stopping stops storage store stored succeeded success ' +
    'successful successfully support suspended suspending switch switched system systems target task tasks template terminated test time timed timeout ' +
    'timer token took transition triggered type unable unavailable unexpected unknown unlocked unmounted unreachable unregistered unsupported update ' +
    'updated updates updating upgrade upgraded used user users using valid validated value version virtual volume waiting warning write writing written'
  ).split(' '),
);

export function isLogWord(word: string): boolean {
  return LOG_WORDS.has(word);
}
