import { defineFormat, type Sample } from '../format';
import { process } from '../grammar';
import { bsdLines, commonLines, innerHead, syslogLines } from '../heads';

/** The catch-all syslog.log, and every other log of `time program[pid]: message`. */
export default defineFormat({
  id: 'syslog',
  label: 'syslog',
  rank: 40,
  paths: [/(^|\/)(syslog|messages|jumpstart-\w+)([.-]\d+)?(\.log)?(\.\d+)?(\.gz)?$/i],
  bareLines: 'own',
  processFromPath: false,
  variants: [...syslogLines(process.name, innerHead), ...bsdLines(process.name, innerHead), ...commonLines],
});

export const samples: Sample[] = [
  {
    text: '2012-12-14T18:49:11Z mark: testing_syslog_config',
    expect: { time: '2012-12-14T18:49:11.000Z', process: 'mark', message: 'testing_syslog_config' },
  },
  {
    text: '2012-12-14T18:59:58Z iscsid: Login Success: iqn.2010-09.org.openindiana:02:bd79a6ff-33c2-41d3-8f0e-9c8d8b6e9fcb if=default addr=192.168.1.107:3260 (TPGT:1 ISID:0x1)',
    expect: {
      time: '2012-12-14T18:59:58.000Z',
      process: 'iscsid',
      message:
        'Login Success: iqn.2010-09.org.openindiana:02:bd79a6ff-33c2-41d3-8f0e-9c8d8b6e9fcb if=default addr=192.168.1.107:3260 (TPGT:1 ISID:0x1)',
    },
  },
  {
    text: '2021-02-09T23:38:52Z hardware-watchdog: Starting hardware watchdog daemon...',
    expect: {
      time: '2021-02-09T23:38:52.000Z',
      process: 'hardware-watchdog',
      message: 'Starting hardware watchdog daemon...',
    },
  },
];
