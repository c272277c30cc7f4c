/*
 * Domains of makers, standards and public services: they stand in namespaces of XML, documentation, updates, clocks and
 * certificates of every installation, and tell nothing of it. What is below one is public too; domains below which
 * customers have hosts of their own (`windows.net`, `cloudfront.net`) are not among them.
 */

/** What the products themselves and the files of every bundle are full of. */
const PRODUCTS =
  /(?:^|\.)(?:vmware\.com|broadcom\.com|amazonaws\.com|ntp\.org|dmtf\.org|w3\.org|xmlsoap\.org)$/i;

const PUBLIC = new Set(
  `vmware.com vmwaresaas.com broadcom.com omnissa.com carbonblack.com pivotal.io vmw.com
  w3.org xmlsoap.org dmtf.org snia.org oasis-open.org ietf.org rfc-editor.org iana.org icann.org omg.org opengroup.org
  iso.org ieee.org ogf.org purl.org dublincore.org schema.org json-schema.org openapis.org tempuri.org jcp.org relaxng.org
  docbook.org openid.net trustedcomputinggroup.org t10.org t11.org t13.org nvmexpress.org pcisig.com uefi.org usb.org
  redfish.org storageperformance.org
  apache.org openssl.org openssh.com openssh.org gnu.org kernel.org fsf.org opensource.org creativecommons.org python.org
  perl.org cpan.org php.net ruby-lang.org golang.org go.dev npmjs.com npmjs.org nodejs.org pypi.org eclipse.org jetty.org
  springframework.org spring.io hibernate.org jboss.org jboss.com mozilla.org webkit.org chromium.org postgresql.org
  sqlite.org mysql.com mariadb.org nginx.org nginx.com samba.org openldap.org isc.org netfilter.org busybox.net
  freedesktop.org sourceforge.net slf4j.org logback.qos.ch log4j.org xml.org saxproject.org codehaus.org jquery.com
  angularjs.org angular.io reactjs.org getbootstrap.com fontawesome.com jsdelivr.net cloudflare.com
  github.com githubusercontent.com gitlab.com bitbucket.org maven.org stackoverflow.com wikipedia.org wikimedia.org
  microsoft.com windows.com windowsupdate.com msftncsi.com msftconnecttest.com live.com office.com office365.com
  google.com googleapis.com gstatic.com youtube.com facebook.com twitter.com linkedin.com apple.com
  amazonaws.com amazon.com aws compute.internal ec2.internal
  sun.com java.com java.net oracle.com ibm.com intel.com amd.com nvidia.com mellanox.com qlogic.com marvell.com emulex.com
  cisco.com dell.com emc.com hp.com hpe.com lenovo.com supermicro.com fujitsu.com netapp.com purestorage.com hitachi.com
  hitachivantara.com samsung.com micron.com seagate.com wdc.com lsi.com avagotech.com adaptec.com microsemi.com
  chelsio.com solarflare.com pensando.io thales.com thalesgroup.com gemalto.com safenet-inc.com entrust.com fortanix.com
  hashicorp.com hytrust.com veeam.com commvault.com veritas.com symantec.com mcafee.com trendmicro.com
  redhat.com fedoraproject.org centos.org ubuntu.com canonical.com launchpad.net debian.org suse.com opensuse.org
  alpinelinux.org archlinux.org freebsd.org openbsd.org netbsd.org ucw.cz linux.com linuxfoundation.org
  cncf.io kubernetes.io k8s.io docker.com docker.io quay.io gcr.io prometheus.io grafana.com grafana.net elastic.co
  ntp.org nist.gov ptb.de mitre.org first.org cert.org
  verisign.com verisign.net symcb.com digicert.com globalsign.com globalsign.net entrust.net thawte.com geotrust.com
  sectigo.com comodo.com comodoca.com usertrust.com letsencrypt.org identrust.com godaddy.com starfieldtech.com
  root-servers.net in-addr.arpa ip6.arpa`.split(/\s+/),
);

/** Whether a domain is of the products, and stays even where the host's own configuration names it. */
export function isProductDomain(name: string): boolean {
  return PRODUCTS.test(name.replace(/\.$/, ''));
}

/**
 * Whether a domain, or what it is below, is public, so that a text alone that mentions it makes no name of it. The
 * installation may be that of a maker: what its own configuration names is confidential all the same.
 */
export function isPublicDomain(name: string): boolean {
  let domain = name.toLowerCase().replace(/\.$/, '');
  for (;;) {
    if (PUBLIC.has(domain)) return true;
    const dot = domain.indexOf('.');
    if (dot < 0) return false;
    domain = domain.slice(dot + 1);
  }
}
