import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CaseContent } from '../../workers/engine/case-content';
import { attach, detach, planAttaching } from '../../workers/engine/case-file-attaching';
import { makeCaseFile } from '../../workers/engine/case-file-making';
import { CryptoMeans } from '../../workers/engine/crypto-means';
import { OpenCase } from '../../workers/engine/open-case';
import { groupInputs } from '../../workers/engine/source-intake';
import { RULES } from '../../workers/findings/registry';
import type { EngineExports } from '../../workers/kernel/engine-kernel';
import { CASE_FILE_LIMITS, writeCaseFile, type CaseFile } from '../../workers/report/case-file';
import { newCaseRecord } from '../../workers/store/case-record';
import { CryptoWorkersOnThisThread } from './crypto-workers-on-this-thread';
import { freshEnvelopeKernel } from './envelope-kernel';
import { freshKernel } from './kernel';
import { filterLogEvents, plain as plainHsmLogs } from './hsm-deliveries';
import { scanWorkers } from './scan-workers-on-this-thread';
import { tarEntry } from './tar-bytes';

const hostd = (count: number, text = 'line') =>
  Array.from(
    { length: count },
    (_, i) =>
      `2016-11-22T18:${String(i).padStart(2, '0')}:05.312Z info hostd[89E02B70] [Originator@6876 sub=Vimsvc opID=op-${i}] ${text} ${i}\n`,
  ).join('');
const tarOf = (files: readonly [path: string, data: string | Uint8Array][]) =>
  Buffer.concat([...files.map(([name, data]) => tarEntry({ name, data })), Buffer.alloc(1024)]);

/** An archive with a log, the same path twice, and a host's bundle with a log of the same name. */
const NESTED = gzipSync(
  tarOf([
    ['esx-1/var/log/hostd.log', hostd(9, 'nested')],
    ['esx-1/etc/vmware/esx.conf', ''],
    ['esx-1/action.log', ''],
  ]),
);
const BUNDLE = tarOf([
  ['vc/var/log/vmware/vpxd/hostd.log', hostd(5, 'first')],
  ['vc/var/log/vmware/vpxd/hostd.log', hostd(6, 'second')],
  ['vc/esx-1.tgz', NESTED],
]);
const LOOSE = gzipSync(hostd(7, 'loose'));

type Dropped = readonly [path: string, data: string | Uint8Array];
const ALL: readonly Dropped[] = [
  ['bundle.tar', BUNDLE],
  ['loose.log.gz', LOOSE],
  ['folder/b/hostd.log', hostd(4, 'folder')],
  ['folder/a.txt', 'a text'],
];

async function opened(files: readonly Dropped[]): Promise<OpenCase> {
  const crypto = new CryptoMeans({
    kernel: () => freshKernel<EngineExports>(),
    envelopeKernel: freshEnvelopeKernel,
    cryptoWorkers: new CryptoWorkersOnThisThread(1),
  });
  const ignored = () => undefined;
  const open = new OpenCase(
    newCaseRecord(''),
    new CaseContent(await freshKernel<EngineExports>()),
    scanWorkers,
    crypto,
    {
      changed: ignored,
      progressed: ignored,
      searched: ignored,
      troubled: ignored,
      decrypting: ignored,
      analysing: ignored,
      working: ignored,
    },
  );
  const inputs = files.map(([path, data]) => ({
    file: new File([data as BlobPart], path.slice(path.lastIndexOf('/') + 1), { lastModified: 1e12 }),
    folderPath: path.includes('/') ? path : '',
  }));
  for (const dropped of groupInputs(inputs)) await open.read(open.announce(dropped), dropped);
  return open;
}

/** The row whose message is this. */
async function rowOf(open: OpenCase, message: string): Promise<number> {
  for (let row = 0; row < open.content.records; row++) {
    const [text] = await open.texts.messages([row]);
    if (text === message) return row;
  }
  throw new Error(`no record says "${message}"`);
}

/** Marks of a case by what their records say. */
async function marksOf(open: OpenCase): Promise<Record<string, string>> {
  const entries = await Promise.all(
    Array.from(open.marks, async ([row, note]) => [(await open.texts.messages([row]))[0]!, note] as const),
  );
  return Object.fromEntries(entries);
}

const steadily = <T>(open: OpenCase, work: Parameters<typeof open.jobs.run<T>>[1]) => open.jobs.run(1, work);
const made = (open: OpenCase) => steadily(open, (job) => makeCaseFile(open, 'UTC', job));
const planned = (open: OpenCase, file: CaseFile) =>
  steadily(open, (job) => planAttaching(open, new Blob([writeCaseFile(file)]), job));
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

const NOTES = {
  'first 3': 'in the first of two',
  'second 3': 'in the second of two',
  'nested 3': 'in the nested bundle',
  'loose 3': 'in a log dropped by itself',
  'folder 3': 'in a dropped folder',
};

async function marked(): Promise<OpenCase> {
  const open = await opened(ALL);
  for (const [message, note] of Object.entries(NOTES)) open.marks.set(await rowOf(open, message), note);
  return open;
}

describe('a case file over what is open', () => {
  test('names files by what was dropped and the path below it', async () => {
    const open = await marked();
    open.record.view = { timeline: { query: 'q', row: await rowOf(open, 'nested 5') } };
    const file = await made(open);
    expect(file.sources.map(({ name, sha256: digest }) => [name, digest])).toEqual([
      ['bundle.tar', sha256(BUNDLE)],
      ['loose.log.gz', sha256(LOOSE)],
      ['folder', sha256('a text' + hostd(4, 'folder'))],
    ]);
    const of = (note: string) => file.marks.find((mark) => mark.note === note);
    const path = 'vc/var/log/vmware/vpxd/hostd.log';
    const line = 4;
    expect(of(NOTES['first 3'])).toEqual({ source: 0, path, line, note: NOTES['first 3'] });
    expect(of(NOTES['second 3'])).toEqual({ source: 0, path, copy: 2, line, note: NOTES['second 3'] });
    expect(of(NOTES['nested 3'])).toMatchObject({ source: 0, path: 'vc/esx-1.tgz/esx-1/var/log/hostd.log' });
    expect(of(NOTES['loose 3'])).toMatchObject({ source: 1, path: '' });
    expect(of(NOTES['folder 3'])).toMatchObject({ source: 2, path: 'b/hostd.log' });
    expect(file.selected).toEqual({ source: 0, path: 'vc/esx-1.tgz/esx-1/var/log/hostd.log', line: 6 });
    expect(file.view).toEqual({ zone: 'UTC', timeline: { query: 'q' } });
  });

  test('finds them where the same was dropped in another order, under other names', async () => {
    const from = await marked();
    from.record.view = { timeline: { row: await rowOf(from, 'nested 5') } };
    const file = await made(from);
    const to = await opened([
      ['unrelated.log', hostd(30, 'unrelated')],
      ['renamed/b/hostd.log', hostd(4, 'folder')],
      ['renamed/a.txt', 'a text'],
      ['x.gz', LOOSE],
      ['download (1).tar', BUNDLE],
    ]);
    const plan = await planned(to, file);
    expect(plan.attached).toMatchObject({ missing: [], marks: 5, marksMissing: [] });
    attach(to, plan);
    expect(await marksOf(to)).toEqual(NOTES);
    expect(to.record.view).toEqual({
      zone: 'UTC',
      timeline: { row: await rowOf(to, 'nested 5') },
    });
  });

  test('says what of it is not here', async () => {
    const file = await made(await marked());
    const to = await opened([['bundle.tar', BUNDLE]]);
    const { attached } = await planned(to, {
      ...file,
      marks: [
        ...file.marks,
        { source: 0, path: 'vc/gone.log', line: 1, note: 'of a file that is not there' },
        { source: 0, path: 'vc/var/log/vmware/vpxd/hostd.log', line: 500, note: 'behind its end' },
        { source: 0, path: 'vc/var/log/vmware/vpxd/hostd.log', copy: 3, line: 1, note: 'of a third copy' },
        { source: 0, path: '__proto__', line: 1, note: 'of no file' },
      ],
    });
    expect(attached.sources).toEqual([{ name: 'bundle.tar', sha256: sha256(BUNDLE), source: 0 }]);
    expect(attached.missing.map(({ name }) => name)).toEqual(['loose.log.gz', 'folder']);
    expect(attached.marks).toBe(3);
    expect(attached.marksMissing.map(({ file: path, line, note }) => [path, line, note])).toEqual([
      ['loose.log.gz', 4, NOTES['loose 3']],
      ['b/hostd.log', 4, NOTES['folder 3']],
      ['vc/gone.log', 1, 'of a file that is not there'],
      ['vc/var/log/vmware/vpxd/hostd.log', 500, 'behind its end'],
      ['vc/var/log/vmware/vpxd/hostd.log', 1, 'of a third copy'],
      ['__proto__', 1, 'of no file'],
    ]);
  });

  test('joins notes, and is taken back without touching what was changed since', async () => {
    const file = await made(await marked());
    const to = await opened(ALL);
    const view = { view: 'files', timeline: { query: 'mine' } };
    to.record.view = view;
    to.marks.set(await rowOf(to, 'first 3'), 'my own');
    to.marks.set(await rowOf(to, 'second 3'), NOTES['second 3']);
    to.marks.set(await rowOf(to, 'first 1'), 'elsewhere');
    const before = new Map(to.marks);
    const { before: was, notesJoined } = attach(to, await planned(to, file));
    expect(notesJoined).toBe(1);
    const both = { ...NOTES, 'first 3': `my own\n${NOTES['first 3']}`, 'first 1': 'elsewhere' };
    expect(await marksOf(to)).toEqual(both);
    // Once more changes nothing.
    expect(attach(to, await planned(to, file)).notesJoined).toBe(0);
    expect(await marksOf(to)).toEqual(both);

    to.marks.set(await rowOf(to, 'loose 3'), 'written since');
    detach(to, was);
    expect(new Map([...to.marks].filter(([row]) => before.has(row)))).toEqual(before);
    expect(await marksOf(to)).toMatchObject({ 'loose 3': 'written since' });
    expect(to.marks.size).toBe(before.size + 1);
    expect(to.record.view).toEqual(view);
  });

  test('of another bundle is refused with what it wants and what is open', async () => {
    const file = await made(await marked());
    for (const files of [[], [['hostd.log', hostd(3)]]] as Dropped[][]) {
      const to = await opened(files);
      const refused = await planned(to, file).catch((error: Error & { code: string }) => error);
      expect(refused).toMatchObject({ code: 'other-bundle' });
      const { message } = refused as Error;
      expect(message).toContain(`"bundle.tar" (`);
      expect(message).toContain(sha256(BUNDLE));
      expect(message).toContain(files.length > 0 ? sha256(hostd(3)) : 'nothing is open');
      expect(to.marks.size).toBe(0);
      expect(to.record.view).toBeNull();
    }
  });

  describe('with audit logs of CloudHSM', () => {
    const LOGS: readonly Dropped[] = [
      ...plainHsmLogs('line-each').map(({ path, content }): Dropped => [path, content]),
      ['export.json', filterLogEvents()],
    ];
    const none = { added: [], missing: [] };

    test('has their findings by rule and line, without a word of them', async () => {
      const open = await opened(LOGS);
      const file = await made(open);
      const found = await open.hsm.findings();
      expect(found.length).toBeGreaterThan(5);
      expect(file.findings.hsm!.map(({ rule, severity }) => [rule, severity])).toEqual(
        found.map(({ rule, severity }) => [rule, severity]),
      );
      for (const { places } of file.findings.hsm!) expect(places.length).toBeGreaterThan(0);
      const paths = new Set(file.findings.hsm!.flatMap(({ places }) => places.map(({ path }) => path)));
      expect(paths).toContain('');
      const written = writeCaseFile(file);
      for (const { title, users, streams } of found) {
        expect(written).not.toContain(title);
        for (const user of users) expect(written).not.toContain(`"${user}"`);
        expect(streams.length).toBeGreaterThan(0);
      }
    });

    test('finds nothing else where the same is open, in another order too', async () => {
      const file = await made(await opened(LOGS));
      expect((await planned(await opened(LOGS), file)).attached.findings).toEqual(none);
      const { attached } = await planned(await opened(LOGS.toReversed()), file);
      expect(attached.findings).toEqual(none);
    });

    test('finds nothing else where the same was dropped twice', async () => {
      const log = LOGS[0]!;
      const twice = await opened([log, ['again.log', log[1]]]);
      const file = await made(twice);
      expect(file.findings.hsm!.length).toBeGreaterThan(0);
      expect((await planned(await opened([log]), file)).attached.findings).toEqual(none);
      expect((await planned(twice, file)).attached.findings).toEqual(none);
    });

    test('finds no other faults where the same was dropped twice', async () => {
      const { files } = RULES.find(({ id }) => id === 'eam-down')!.samples.fires[0]!;
      const dropped = (folder: string) =>
        files.map(({ path, content }): Dropped => [`${folder}/${path}`, content]);
      const twice = await opened([...dropped('one'), ...dropped('two')]);
      const file = await made(twice);
      expect(file.findings.faults!.length).toBeGreaterThan(0);
      expect((await planned(twice, file)).attached.findings).toEqual(none);
      expect((await planned(await opened(dropped('three')), file)).attached.findings).toEqual(none);
    });

    test('tells of findings that are only there, only here, or were not looked for', async () => {
      const open = await opened(LOGS);
      const file = await made(open);
      const { hsm } = file.findings;
      const [first, ...rest] = hsm!;
      const ofRule = hsm!.filter(({ rule }) => rule === first!.rule);
      const place = { source: 0, path: '', line: 1 };
      const given = (findings: CaseFile['findings']) =>
        planned(open, { ...file, findings }).then(({ attached }) => attached.findings);
      const other = { rule: 'zeroized', severity: 'info' as const, places: [{ ...place, line: 987_654 }] };
      expect(await given({ faults: [], hsm: [...rest, other] })).toEqual({
        added: [`hsm/${first!.rule}`],
        missing: ['hsm/zeroized'],
      });
      expect(ofRule.length).toBeGreaterThan(0);
      // A list that is full does not say what else was found.
      const full = Array<typeof other>(CASE_FILE_LIMITS.findings).fill(other);
      expect(await given({ faults: [], hsm: full })).toEqual({ added: [], missing: ['hsm/zeroized'] });
      expect(await given({ faults: [] })).toEqual(none);
      expect(await given({})).toEqual(none);
      expect(await given({ faults: [], hsm: hsm!, constructor: [other] })).toEqual(none);
    });

    test('of an older page attaches: findings that it did not write are not called new', async () => {
      const file = await made(await opened(LOGS));
      const old = { ...file, version: 1, findings: file.findings.faults };
      const to = await opened(LOGS);
      const plan = await steadily(to, (job) => planAttaching(to, new Blob([JSON.stringify(old)]), job));
      expect(plan.attached.sources).toHaveLength(LOGS.length);
      expect(plan.attached.findings).toEqual(none);
    });
  });

  test('leaves out what it could not be read again with', async () => {
    const wide = (name: string, data: string | Uint8Array) => {
      const field = `path=${name}\n`;
      const bytes = field.length + 1;
      const record = `${bytes + String(bytes + 5).length} ${field}`;
      return Buffer.concat([
        tarEntry({ name: 'pax', type: 'x', data: record }),
        tarEntry({ name: 'short', data }),
        Buffer.alloc(1024),
      ]);
    };
    let nested: Uint8Array = wide('a.log', hostd(3, 'short'));
    for (let depth = 0; depth < 2; depth++) nested = wide(`${'y'.repeat(60_000)}.tar`, nested);
    const open = await opened([
      ['deep.tar', nested],
      ['other.log', hostd(3, 'other')],
    ]);
    open.marks.set(await rowOf(open, 'short 1'), 'deep');
    open.marks.set(await rowOf(open, 'other 1'), 'kept');
    const file = await made(open);
    expect(file.marks.map(({ note }) => note)).toEqual(['kept']);
    expect((await planned(open, file)).attached.marks).toBe(1);
  });

  test('of 100,000 marks is attached in bounded time', async () => {
    const long = Array.from(
      { length: 100_000 },
      (_, i) => `2016-11-22T18:00:05.312Z cpu2:1075473)Mod: ${i}\n`,
    );
    const log: Dropped = ['vmkernel.log', long.join('')];
    const open = await opened([log]);
    for (let row = 0; row < 100_000; row++) open.marks.set(row, `note ${row}`);
    const began = performance.now();
    const file = await made(open);
    const to = await opened([log]);
    attach(to, await planned(to, file));
    expect(to.marks.size).toBe(100_000);
    expect(to.marks.get(77_777)).toBe('note 77777');
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
