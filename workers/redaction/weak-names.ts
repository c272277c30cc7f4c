/**
 * Names that also stand in texts as something else: a VM called `test`, a user called `a`, a host called `2019`. They
 * are replaced only where their place says that they are names (name-places.ts), so that the rest can still be read.
 */

/** Shorter ones are weak whatever they are. */
const SHORTEST = 4;

// Words of logs, programs and paths; whoever wants one of them gone everywhere gives it as a word of their own.
const COMMON: ReadonlySet<string> = new Set(
  `able about above abort access account action active adapter added address agent alarm alert alias allow alpha also
  alternate apache apple archive area array assert async attach audit auth auto automation available backup balance
  bandwidth base basic batch beta between bios block board boot bridge broker browser buffer build business cache call
  cancel capacity card catalog center central certificate change channel chassis check child class clean clear client
  clone cloud cluster code cold collect command common completed compute conf config configuration connect connection
  connected console content control controller copy core count crash create created critical crypto current custom
  customer data database datacenter date debug default delete deleted demo deploy desktop destroy detail device devel
  development digest direct directory disable disabled disk display dist distributed docker document domain done down
  download drive driver dump edge empty enable enabled encrypt engine entity entry error esxi esxupdate eth0 event
  events example exchange exit export extension external fabric failed failure false farm fast fault file files filter
  final finance fire firewall firmware flag flash flow folder force format frame free from front full function gateway
  general generic global gold grid group guest hard hardware head health heap heartbeat hello help hidden high history
  home host hostd hosts http https image import inactive index info init initial inner input install instance
  integration intel interface internal internet invalid inventory invoke issue item java jenkins join json kernel keep
  keyboard keys kube kubernetes label large last launch lead learn level library license light limit line link linux
  list listen live load local locale lock logger login logs long loop lost machine mail main maintenance manage
  management manager manual marketing master media member memory merge message meta method metrics middle mini mirror
  mode model module monitor mount mouse move multi name native nagios nested network next nginx node none normal notice
  null number object office offline online only open opid openssl operation option oracle order originator other output
  owner pack package page panic parent part partition pass password patch path pause peer pending perf performance
  persistent phase ping pipe plan platform plugin point policy pool port portal post power poweron present primary print
  private probe process prod product production profile program project prompt property protocol proxy public pull push
  python query queue quick radius random range rate read ready real reboot record recover recovery redhat redis region
  register registry release reload remote remove rename replica replication report request reset resolve resource
  response restart restore result retry return review role roles root route router rule rules running runtime sales
  sample sandbox save scan schedule schema scope script scsi search second secondary secret section security segment
  select self send sensor server service services session setup share shared shell short show shutdown side signal
  silver simple single site size slave slot small snapshot socket software solution source space spare splunk spool
  stage staging standby start state static station statistics status step stop storage store stream string style suite
  summary support suspend swap switch sync syslog system systems table tail tape target task team temp template tenant
  terminal test test1 test2 testing tests text thin thread ticket time timeout token tomcat tool tools total trace
  traffic training transfer transport trial trigger true tunnel type ubuntu uncaught unit unix unknown unlock update
  updates upgrade upload uplink user users util vagrant value vault vcenter vcsa vendor verbose verify version video
  view virtual vmfs vmkernel vmnic vmotion vmware vobd volume vpxa vpxd vsan vsphere wait warm warning watch watchdog
  web webserver weekly white wide wiki window windows wire witness work worker workers working workspace world write
  yellow zero zone`.split(/\s+/),
);

/** Whether a name could be anything else where nothing says what it is. */
export function isWeakName(text: string): boolean {
  if (new TextEncoder().encode(text).length < SHORTEST) return true;
  if (/^[\d.]+$/.test(text)) return text.length < 9 || text.includes('.');
  // What times begin with: a VM called `2026-03` is not to take the time from every line.
  if (/^\d{4}-\d\d(?:-\d\d(?:T\d\d)?)?$/i.test(text)) return true;
  // Parts of ids and numbers of processes
  if (/^(?:0x)?[0-9a-f]{1,8}$/i.test(text) && /\d/.test(text)) return true;
  return COMMON.has(text.toLowerCase());
}
