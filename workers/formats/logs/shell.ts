import { defineFormat, type Sample } from '../format';
import { optional, process, seq, user } from '../grammar';
import { commonLines, oneOf, syslogLines } from '../heads';

/** shell.log: what was typed. */
export default defineFormat({
  id: 'shell',
  label: 'shell',
  rank: 60,
  paths: [/(^|\/)shell([.-]\d+)?(\.log)?(\.\d+)?(\.gz)?$/i],
  bareLines: 'own',
  variants: [
    ...syslogLines(
      oneOf('shell', 'ESXShell', 'SSH'),
      optional(seq('[', user.until(']', { blanks: true }), ': ')),
    ),
    ...syslogLines(process.name, undefined, { common: true }),
    ...commonLines,
  ],
});

export const samples: Sample[] = [
  {
    text: '2012-12-22T23:26:54Z shell[277438]: esxcfg-resgrp -l',
    expect: {
      time: '2012-12-22T23:26:54.000Z',
      process: 'shell',
      pid: '277438',
      message: 'esxcfg-resgrp -l',
    },
  },
  {
    text: '2013-08-12T13:55:30Z shell[3389987]: [root]: services.sh restart',
    expect: {
      time: '2013-08-12T13:55:30.000Z',
      process: 'shell',
      pid: '3389987',
      user: 'root',
      message: 'services.sh restart',
    },
  },
  {
    text: '2023-12-05T17:35:29.040Z No(13) SSH[1053644]: SSH login enabled',
    expect: {
      time: '2023-12-05T17:35:29.040Z',
      level: 'notice',
      process: 'SSH',
      pid: '1053644',
      message: 'SSH login enabled',
    },
  },
  {
    text: '2023-12-05T17:36:17.835Z In(14) shell[1053659]: [root]: vim-cmd vmsvc/getallvms',
    expect: {
      time: '2023-12-05T17:36:17.835Z',
      level: 'info',
      process: 'shell',
      pid: '1053659',
      user: 'root',
      message: 'vim-cmd vmsvc/getallvms',
    },
  },
  {
    text: '2023-12-05T17:38:21.798Z In(14) shell[1053659]: [root]: esxcli vm process list',
    expect: {
      time: '2023-12-05T17:38:21.798Z',
      level: 'info',
      process: 'shell',
      pid: '1053659',
      user: 'root',
      message: 'esxcli vm process list',
    },
  },
];
