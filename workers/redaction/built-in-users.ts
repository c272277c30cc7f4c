/** Accounts that all hosts and vCenters have (log-formats A and B), in lower case: they say nothing about whose they are. */
export const BUILT_IN_USERS: ReadonlySet<string> = new Set(
  (
    'root dcui vpxuser vpxd vpxa hostd daemon nobody nfsnobody bin sys sshd system administrator admin guest anonymous ' +
    'unknown none null user users com.vmware.vim25 vslauser da vsphere-ui vsphere-client vsphere-webclient vpostgres postgres ' +
    'sps eam vsm vsan-health vlcm updatemgr mbcs rbd content-library cis dnsmasq ntp lwsmd vmafd vmdir sca perfcharts imagebuilder ' +
    'analytics certmgr netdumper pschealth trustmanagement wcp hvc observability vmonapi infraprofile machine ' +
    'solution-user vpxd-extension vsphere-webclient-extension tomcat apache www-data messagebus xuser crypto_officer crypto_user ' +
    'app_user mgmt_user cn_crypto_officer cn_crypto_user'
  ).split(' '),
);
