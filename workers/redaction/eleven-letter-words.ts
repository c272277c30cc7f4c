/** Words of eleven letters that stand behind `cluster-` and `hsm-` and do not end as `ENDINGS` do. */
const OTHERS = new Set(
  `
   blockdevice bottlenecks breadcrumbs broadcasted broadcaster checkpoints clockskewed clusterpeer clusterwide
   coefficient comparisons constraints containered controllers counterpart credentials crosstenant customizers
   datacenters dependently descriptors diagnostics directories disappeared discoverers disposables distributed
   distributes distributor effectively efficiently elasticpool electronics encountered endpointset enterprises
   established establishes exceptional exclusively executables experienced extensively failuremode faultdomain
   filesystems fingerprint fundamental genericnode groupmember hardwareset healthagent healthcheck healthprobe
   hierarchies highlighted hostmanager hostprofile hypervisors identifiers immediately implemented importantly
   incremental independent individuals intercepted interleaved interrupted inventories keyprovider likelihoods
   localstores maintainers managednode memberships middlewares multimaster multipathed multiplexer multitenant
   networkname nonexistent occurrences operational overcommits paravirtual participant partitioned physicalnet
   placeholder powerpolicy preferences preinstalls primarynode provisioned provisioner quarantined quarantines
   rebuildtask recommended reconnected redundantly replicasets represented resourceful resourceset resubmitted
   retransmits rootservice runtimetask secondaries secretstore selfmanaged serverpools servicename shareddisks
   singlenodes snapshotted standalones statefulset storagepods storagepool subnetworks subscribers substantial
   supervisors switchovers synchronize temporarily testcluster threadpools timestamped transcoders transferred
   transformed transmitted transparent transported unauthentic unconnected underground unencrypted unhealthier
   uninstalled unmonitored unnecessary unprotected unscheduled unsupported unsuspected upgradetask virtualdisk
   virtualname volumegroup whitelisted witnesshost witnessnode workloadset
  `
    .trim()
    .split(/\s+/),
);
/** How longer words of English end: of eleven random letters one in six thousand do, and sound like a word too. */
const ENDINGS =
  /(?:ings?|ions?|ments?|able|ible|ness|[ae]nce|[ae]ncy|ators?|ate[ds]?|ity|ally|ical|ize[drs]|ised|ous|less|ship|ive|ures?|[ae]nts)$/;
/** Letters in a row that words do not have. */
const UNSPEAKABLE = /[bcdfghjklmnpqrstvwxz]{5}|[aeiouy]{4}|q(?!u)|(.)\1\1|^[^aeiouy]{4}/;

/** Whether eleven letters in lower case are a word rather than an id. */
export function isElevenLetterWord(letters: string): boolean {
  return OTHERS.has(letters) || (ENDINGS.test(letters) && !UNSPEAKABLE.test(letters));
}
