import { defineFormat, type Sample } from '../format';
import { either, host, lineEnd, message, optional, pid, seq, skip, time } from '../grammar';

/** audit.log of Linux, where libvirt reports; the message is the whole record. */
export default defineFormat({
  id: 'audit',
  label: 'Linux audit',
  rank: 55,
  paths: [/(^|\/)audit\/audit\.log(\.\d+)?(\.gz)?$/],
  bareLines: 'own',
  variants: [
    {
      head: seq(
        message,
        optional('node=', host.word, ' '),
        'type=',
        skip.word,
        ' msg=audit(',
        either(time.slash, time.iso, time.epoch),
        ':',
        skip.digits,
        ')',
        skip.blanks,
        ':',
        optional(skip.blanks, 'pid=', pid.digits),
      ),
    },
    // what ausearch puts between events
    { head: seq(message, either(seq('----', lineEnd), 'time->')) },
  ],
});

const STARTED =
  "type=VIRT_CONTROL msg=audit(08/05/2014 17:01:05.891:6471) : pid=1265 uid=root auid=unset ses=unset subj=system_u:system_r:virtd_t:s0-s0:c0.c1023 msg='virt=kvm op=start reason=booted vm=vm1 uuid=462dcd6d-fb68-4a26-a96f-56eb024515b9 vm-pid=22527 exe=/usr/sbin/libvirtd hostname=? addr=? terminal=? res=success'";
const RESIZED = `type=VIRT_CONTROL msg=audit(1506321923.246:470): pid=1182 uid=0 auid=4294967295 ses=4294967295 subj=system_u:system_r:container_runtime_t:s0 msg='reason=api vm-pid=10657 hostname=1235c5a6476b op=resize vm=centos:7 user=origin auid=1000 exe=sleep  exe="/usr/bin/dockerd-current" hostname=? addr=? terminal=? res=success'`;

export const samples: Sample[] = [
  {
    text: STARTED,
    expect: { time: '2014-08-05T17:01:05.891Z', timeKnownBy: 'zone-assumed', pid: '1265', message: STARTED },
  },
  {
    // A shape: as shown where dates begin with the year.
    text: STARTED.replace('08/05/2014', '2014-08-05'),
    expect: {
      time: '2014-08-05T17:01:05.891Z',
      timeKnownBy: 'zone-assumed',
      pid: '1265',
      message: STARTED.replace('08/05/2014', '2014-08-05'),
    },
  },
  { text: '----', expect: { time: null, timeKnownBy: 'inherited', message: '----' } },
  { text: RESIZED, expect: { time: '2017-09-25T06:45:23.246Z', pid: '1182', message: RESIZED } },
];
