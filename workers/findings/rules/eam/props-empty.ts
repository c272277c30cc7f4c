import { evidenceOf } from '../../../analysis/evidence';
import { CHECK_GREEN, kb } from '../../../eam/advice';
import { isFull } from '../../../eam/disk-usage';
import { EAM_CASE } from '../../../eam/eam-case';
import type { Evidence } from '../../../public-api';
import { fileEvidence } from '../../evidence-list';
import type { Draft, Rule, RuleFacts, WishedFile } from '../../rule';

/** File systems whose being full explains the empty file, the first suspect first. */
const SUSPECTS = ['/', '/storage/log', '/storage/core'];

export const PROPERTIES = /(?:^|\/)eam\.properties(?:#\d+)?$/;

/** Nothing in it but blanks and comments; a file of size 0 is the plainest case. */
export function isEmptyProperties({ bytes, text }: WishedFile): boolean {
  return bytes === 0 || (text !== null && text.split(/\r?\n/).every((line) => /^\s*(?:[#!].*)?$/.test(line)));
}

export const rule: Rule = {
  id: 'props-empty',
  area: 'eam',
  kind: 'fault',
  order: 11,
  title: 'EAM cannot start: eam.properties is empty',
  severity: 'critical',
  confidence: 'certain',
  cause:
    'The disk was full when EAM started: EAM writes /etc/vmware-eam/eam.properties anew at each start, and the file was left empty. Freeing space later does not bring it back.',
  remedy: [
    'Free space: look at / first, where /etc/vmware-eam lies, then at /storage/log and /storage/core',
    'Make eam.properties again with the script of KB 2148582. A copy from another vCenter needs some of its values changed; eam.properties.rpmnew, where it lies beside, can be the base',
    'Start EAM: `service-control --start vmware-eam`',
    CHECK_GREEN,
  ],
  warning: null,
  references: kb(2148582),
  follows: [],
  reads: {
    files: {
      properties: { path: PROPERTIES, maxBytes: 64 * 1024 },
      template: { path: /(?:^|\/)eam\.properties\.rpmnew(?:#\d+)?$/, maxBytes: 0 },
    },
    records: { space: '"No space left on device"' },
    models: [EAM_CASE],
  },
  absent: ['Nothing clears it: a disk may have been cleaned since. A missing file says nothing.'],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const { disks } = facts.of(EAM_CASE);
    for (const file of facts.files('properties').filter(isEmptyProperties)) {
      const lines = file.text ? file.text.replace(/\r?\n$/, '').split('\n').length : 0;
      const evidence: Evidence[] = [
        file.bytes === 0 ? fileEvidence(file) : fileEvidence(file, 1, lines),
        ...SUSPECTS.flatMap((mount) =>
          disks.filter((disk) => disk.source === file.source && disk.mount === mount && isFull(disk)),
        ).map((disk) => disk.evidence),
        ...facts
          .records('space')
          .filter(({ source }) => source === file.source)
          .slice(0, 50)
          .map(evidenceOf),
        ...facts
          .files('template')
          .filter(({ source }) => source === file.source)
          .map((template) => fileEvidence(template)),
      ];
      yield { evidence };
    }
  },
  samples: {
    fires: [
      {
        name: 'size 0, and the root file system full',
        severity: 'critical',
        undecided: false,
        composed: true,
        files: [
          { path: 'vc/etc/vmware-eam/eam.properties', content: '' },
          {
            path: 'vc/commands/df_-h.txt',
            content:
              'Filesystem                                Size  Used Avail Use% Mounted on\n/dev/sda3                                  11G   11G     0 100% /\n/dev/mapper/log_vg-log                    9.8G   42M  9.2G   1% /storage/log\n',
          },
        ],
        evidence: [
          ['etc/vmware-eam/eam.properties', null],
          ['commands/df_-h.txt', 2],
        ],
      },
      {
        name: 'only comments, the disk cleaned since',
        composed: true,
        files: [{ path: 'vc/etc/vmware-eam/eam.properties', content: '# EAM\n\n   \n' }],
        evidence: [['etc/vmware-eam/eam.properties', 1]],
      },
    ],
    silent: [
      {
        name: 'a file with values',
        composed: true,
        files: [{ path: 'vc/etc/vmware-eam/eam.properties', content: '# EAM\nvc.host=vc.lab.example\n' }],
      },
      {
        name: 'no such file at all',
        composed: true,
        files: [{ path: 'vc/etc/vmware-eam/version', content: '' }],
      },
    ],
  },
};
