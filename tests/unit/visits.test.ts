import { randomBytes } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CaseContent } from '../../workers/engine/case-content';
import { CryptoMeans } from '../../workers/engine/crypto-means';
import { OpenCase } from '../../workers/engine/open-case';
import { FIRST_VISIT_SOURCE } from '../../workers/engine/source';
import { contentEnd, rollBack, storableEnd } from '../../workers/engine/visit-tail';
import type { EngineExports } from '../../workers/kernel/engine-kernel';
import { newCaseRecord } from '../../workers/store/case-record';
import { CryptoWorkersOnThisThread } from './crypto-workers-on-this-thread';
import { freshEnvelopeKernel } from './envelope-kernel';
import { writeEnvelope } from './envelope-writing';
import { freshKernel } from './kernel';
import { tarEntry } from './tar-bytes';

const tarFile = (name: string, data: string | Uint8Array) => tarEntry({ name, data });

const KEY = randomBytes(32);
const RAW = { rawKey: KEY.toString('hex') };
const SECRET = 'TopSecretComponent';

const hostd = (count: number, from = 0, sub = 'Vimsvc') =>
  Array.from(
    { length: count },
    (_, i) =>
      `2016-11-22T18:${String(from + i).padStart(2, '0')}:05.312Z ${i % 2 ? 'info' : 'error'} hostd[89E02B70] [Originator@6876 sub=${sub}${i} opID=op-${sub}-${i}] Event ${i} : by ${sub}\n`,
  ).join('');
const vmkernel = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `2016-11-22T19:${String(i).padStart(2, '0')}:00.000Z cpu2:1075473)${SECRET}: step ${i}\n`,
  ).join('');

const DUMP = Buffer.concat([Buffer.alloc(3000, 1), deflateSync(vmkernel(20)), Buffer.alloc(2000, 2)]);
const ARCHIVE = gzipSync(
  Buffer.concat([
    tarFile('etc/secret-name.conf', 'a text'),
    tarFile('var/log/hostd.log', hostd(5, 0, SECRET)),
    Buffer.alloc(1024),
  ]),
);
const sealed = (plain: Uint8Array, more: object = {}) =>
  writeEnvelope({ version: 1, cipher: 'AES-256', key: KEY, plain, ...more });

function dropped(files: Record<string, string | Uint8Array>) {
  const inputs = Object.entries(files).map(([path, content]) => ({
    file: new File([content as BlobPart], path, { lastModified: Date.UTC(2016, 11, 1) }),
    folderPath: `esx/${path}`,
  }));
  return { name: 'esx', inputs, isFolder: true };
}

async function newCase() {
  const content = new CaseContent(await freshKernel<EngineExports>());
  const crypto = new CryptoMeans({
    kernel: () => freshKernel<EngineExports>(),
    envelopeKernel: freshEnvelopeKernel,
    cryptoWorkers: new CryptoWorkersOnThisThread(2),
  });
  const noWorkers = {
    count: 1,
    start: (): Worker => {
      throw new Error('no text is searched here');
    },
  };
  const ignored = () => undefined;
  return new OpenCase(newCaseRecord(''), content, noWorkers, crypto, {
    changed: ignored,
    progressed: ignored,
    searched: ignored,
    troubled: ignored,
    decrypting: ignored,
    analysing: ignored,
    working: ignored,
  });
}

async function read(open: OpenCase, files: Record<string, string | Uint8Array>): Promise<void> {
  const what = dropped(files);
  await open.read(open.announce(what), what);
}

const BUNDLE = {
  'var/log/hostd.log': hostd(10),
  'var/core/vmkernel-zdump.1': Buffer.concat([Buffer.alloc(4096, 9), sealed(DUMP)]),
  'local.tgz.ve': sealed(ARCHIVE),
};

async function visited(): Promise<OpenCase> {
  const open = await newCase();
  await read(open, BUNDLE);
  await open.visits.add(await open.inspections.visit(1, 'var/core/vmkernel-zdump.1', RAW));
  await open.visits.add(await open.inspections.visit(2, 'local.tgz.ve', RAW));
  return open;
}

/** All tables of a case, as values. */
function tables({ content }: OpenCase) {
  return {
    layers: structuredClone(content.layers.layers),
    containers: structuredClone(content.containers.all),
    files: content.files.store(),
    segments: content.segments.store(),
    dictionaries: [...content.dictionaries.serialise()],
    rows: content.records,
    blobs: content.blobs.map(({ size }) => size),
    sources: content.allSources.map(({ id, name, entries }) => [id, name, entries]),
    hosts: content.hosts,
  };
}

async function events(open: OpenCase, query = '') {
  const { result } = await open.finishedSearch(query, null);
  return open.texts.events(result.rows(0, 1000, 'asc'));
}

describe('what is opened out of envelopes', () => {
  it('is exported when the query finds it, with no digest: nothing of it was dropped', async () => {
    const open = await visited();
    const exported = await open.jobs.run(1, (job) => open.eventExports.toBlob(job, { format: 'ndjson' }));
    const lines = (await exported.blob.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { source: number; export: { digest: string | null } });
    expect(lines).toHaveLength(10 + 20 + 5);
    for (const { source, export: of } of lines) expect(of.digest === null).toBe(source >= FIRST_VISIT_SOURCE);
    await open.visits.withdraw();
    const without = await open.jobs.run(2, (job) => open.eventExports.toBlob(job, { format: 'ndjson' }));
    expect(without.records).toBe(10);
  });

  it('joins the case: recovered lines with their place, files of an archive with their paths', async () => {
    const open = await visited();
    const all = await events(open);
    expect(all).toHaveLength(10 + 20 + 5);
    const recovered = all.filter(
      ({ file }) => file === 'var/core/vmkernel-zdump.1 (decrypted)/recovered.log',
    );
    expect(recovered).toHaveLength(20);
    const line = vmkernel(1).length;
    expect(recovered.map(({ recoveredAt }) => recoveredAt).slice(0, 2)).toEqual([
      { offset: 3000, inflatedAt: 0 },
      { offset: 3000, inflatedAt: line },
    ]);
    expect(recovered[3]).toMatchObject({
      source: FIRST_VISIT_SOURCE,
      component: SECRET,
      raw: expect.any(String),
    });
    expect(all.find(({ file }) => file.startsWith('var/log'))).not.toHaveProperty('recoveredAt');
    expect(open.files.list().map(({ path, source }) => [path, source])).toEqual([
      ['local.tgz.ve', 0],
      ['var/core/vmkernel-zdump.1', 0],
      ['var/log/hostd.log', 0],
      ['var/core/vmkernel-zdump.1 (decrypted)/recovered.log', FIRST_VISIT_SOURCE],
      ['local.tgz.ve (decrypted)/etc/secret-name.conf', FIRST_VISIT_SOURCE + 1],
      ['local.tgz.ve (decrypted)/var/log/hostd.log', FIRST_VISIT_SOURCE + 1],
    ]);
    expect(open.state().sources.map(({ visitOnly, parent }) => [visitOnly, parent])).toEqual([
      [undefined, null],
      [true, 0],
      [true, 0],
    ]);
    // What could be read before is not ambiguous now.
    expect((await open.files.blob('var/log/hostd.log')).size).toBe(hostd(10).length);
  });

  it('leaves no trace in what may be stored', async () => {
    const alone = await newCase();
    await read(alone, BUNDLE);
    const { content } = await visited();
    const end = storableEnd(content);
    expect(end).toEqual(contentEnd(alone.content));
    expect(content.files.store(end.files)).toEqual(alone.content.files.store());
    expect(content.segments.store(end.segments)).toEqual(alone.content.segments.store());
    const strings = Buffer.from(content.dictionaries.serialiseFirst(end.dictionaries));
    expect([...strings]).toEqual([...alone.content.dictionaries.serialise()]);
    expect(strings.includes(SECRET)).toBe(false);
    expect(Buffer.from(content.dictionaries.serialise()).includes(SECRET)).toBe(true);
  });

  it('is taken back to the last table, and read again behind what was opened since', async () => {
    const alone = await newCase();
    await read(alone, BUNDLE);
    const open = await visited();
    const before = await events(open);
    await open.visits.withdraw();
    expect(tables(open)).toEqual(tables(alone));
    expect(await events(open)).toHaveLength(10);
    const more = { 'var/log/hostd.log': hostd(7, 40, 'Later'), 'x.txt': 'text' };
    await read(open, more);
    await read(alone, more);
    expect(tables(open)).toEqual(tables(alone));
    await open.visits.restore();
    const after = await events(open);
    const isOld = ({ message }: { message: string }) => !message.includes('Later');
    expect(after.filter(isOld)).toEqual(before);
    expect(after).toHaveLength(before.length + 7);
    expect(storableEnd(open.content)).toEqual(contentEnd(alone.content));
  });

  it('keeps its marks, which are not for the store', async () => {
    const open = await visited();
    const { content, marks } = open;
    const start = content.visitStart!.rows;
    marks.set(2, 'a row of the bundle');
    marks.set(start + 4, 'a recovered line');
    marks.set(start + 22, 'a line of the archive');
    const told = async () => (await open.listMarks()).map(({ note, message }) => [note, message]);
    const before = await told();
    await open.visits.withdraw();
    expect([...marks]).toEqual([[2, 'a row of the bundle']]);
    await read(open, { 'a.log': hostd(30, 10, 'Other') });
    await open.visits.restore();
    expect([...marks.keys()]).toEqual([2, start + 30 + 4, start + 30 + 22]);
    expect(await told()).toEqual(before);
  });

  it('is marked by the rows it had before it moved, also while it is withdrawn', async () => {
    const open = await visited();
    const { content, marks, visits } = open;
    const start = content.visitStart!.rows;
    const told = async () =>
      Object.fromEntries((await open.listMarks()).map((mark) => [mark.note, mark.message]));
    const [plain, recovered, gone] = [2, start + 4, start + 6];
    visits.mark(plain, 'plain', 0);
    visits.mark(recovered, 'recovered', 0);
    visits.mark(gone, 'gone', 0);
    const before = await told();

    await open.visits.withdraw();
    expect(content.moves).toBe(1);
    visits.mark(plain, 'plain', 0);
    visits.mark(recovered + 1, 'while it was away', 0);
    visits.mark(gone, null, 0);
    await read(open, { 'a.log': hostd(30, 10, 'Other') });
    // A row of now, though the tail had it once.
    visits.mark(start + 4, 'new there', 1);
    await open.visits.restore();
    expect(content.moves).toBe(2);
    visits.mark(recovered + 2, 'by its first row', 0);
    visits.mark(start + 30 + 4, 'recovered', 2);

    await open.visits.withdraw();
    await read(open, { 'b.log': hostd(3, 10, 'More') });
    await open.visits.restore();
    visits.mark(start + 30 + 7, 'by its second row', 2);
    visits.mark(recovered + 4, 'by its first row again', 0);
    visits.mark(start + 33 + 9, 'by its third row', 4);
    const steps = (await told()) as Record<string, string>;
    delete before.gone;
    expect(steps).toEqual({
      ...before,
      'new there': 'Event 4 : by Other',
      'while it was away': expect.stringContaining('step 5'),
      'by its first row': expect.stringContaining('step 6'),
      'by its second row': expect.stringContaining('step 7'),
      'by its first row again': expect.stringContaining('step 8'),
      'by its third row': expect.stringContaining('step 9'),
    });
    expect(before.recovered).toContain('step 4');
    expect([...marks.keys()].every((row) => row < content.records)).toBe(true);
  });

  it('is found by the search that was there before, also when it moves', async () => {
    const open = await visited();
    const options = { order: 'asc' as const, anchor: null, zone: 'UTC' };
    const search = await open.search('level>=error', options);
    await search.run(() => undefined);
    const messages = async () => {
      await search.run(() => undefined);
      return (await open.texts.rows(search.result.rows(0, 100, 'asc'), open.marks)).map(
        ({ message }) => message,
      );
    };
    const before = await messages();
    expect(before).toHaveLength(5 + 3);
    await open.visits.withdraw();
    expect(await messages()).toEqual(before.filter((message) => !message.includes(SECRET)));
    await read(open, { 'a.log': hostd(4, 10, 'Other') });
    await open.visits.restore();
    expect((await messages()).filter((message) => !message.includes('Other'))).toEqual(before);
    expect(await messages()).toHaveLength(before.length + 2);
  });

  it('does not change what a search under way finds, nor what is asked meanwhile', async () => {
    const open = await visited();
    const asked = Array.from({ length: 6 }, (_, i) => open.finishedSearch(`level>=error or pid:x${i}`, null));
    const withdrawn = open.visits.withdraw();
    asked.push(open.finishedSearch('component:Vimsvc*', null));
    await withdrawn;
    for (const search of await Promise.all(asked)) {
      expect(search.done).toBe(true);
      expect(search.result.rows(0, 100, 'asc').every((row) => row < open.content.records)).toBe(true);
    }
    await open.visits.restore();
    expect((await open.finishedSearch(`component:${SECRET}`, null)).total).toBe(20);
  });

  it('tells only on and off of how the case is looked at', async () => {
    const open = await visited();
    open.rememberView({ timeline: { query: SECRET }, view: 'files', dumpsWereUnlocked: true });
    expect(open.record.view).toEqual({ dumpsWereUnlocked: true });
    await open.visits.withdraw();
    open.rememberView({ timeline: { query: SECRET }, dumpsWereUnlocked: false });
    expect(open.record.view).toEqual({ dumpsWereUnlocked: false });
  });

  it('fails by name where there is nothing to add', async () => {
    const open = await newCase();
    await read(open, { 'a.ve': sealed(randomBytes(50_000)) });
    await expect(open.inspections.visit(1, 'a.ve', RAW)).rejects.toMatchObject({
      code: 'nothing-inside',
      message: expect.stringContaining('zlib streams'),
    });
    const wrong = open.inspections.visit(1, 'a.ve', { rawKey: '00'.repeat(32) });
    await expect(wrong).rejects.toMatchObject({ code: 'wrong-key' });
  });

  it('tells of the host only where its bundle does not', async () => {
    const configuration = gzipSync(
      Buffer.concat([
        tarFile('etc/vmware/esx.conf', '/system/uuid = "5f1e2d3c-0000-1111-2222-333344445555"\n'),
        tarFile('etc/hosts', '127.0.0.1 localhost'),
        Buffer.alloc(1024),
      ]),
    );
    const alone = await newCase();
    await read(alone, { 'local.tgz.ve': sealed(configuration) });
    expect(alone.content.hosts).toEqual([]);
    await alone.visits.add(await alone.inspections.visit(1, 'local.tgz.ve', RAW));
    const uuid = '5f1e2d3c-0000-1111-2222-333344445555';
    expect(alone.content.hosts).toMatchObject([{ source: FIRST_VISIT_SOURCE, uuid }]);
    await alone.visits.withdraw();
    expect(alone.content.hosts).toEqual([]);
    await alone.visits.restore();
    expect(alone.content.hosts).toHaveLength(1);

    const bundle = await newCase();
    await read(bundle, {
      'etc/vmware/esx.conf': '/system/uuid = "aaaaaaaa-0000-1111-2222-333344445555"\n',
      'local.tgz.ve': sealed(configuration),
    });
    expect(bundle.content.hosts).toHaveLength(1);
    await bundle.visits.add(await bundle.inspections.visit(1, 'local.tgz.ve', RAW));
    expect(bundle.content.hosts).toHaveLength(1);
    expect(bundle.content.hostOf(FIRST_VISIT_SOURCE)).toBe(bundle.content.hosts[0]);
  });

  it('opens an envelope that was in an archive out of an envelope', async () => {
    const inner = gzipSync(Buffer.concat([tarFile('etc/inner.conf', 'x'), Buffer.alloc(1024)]));
    const outer = Buffer.concat([tarFile('inner.ve', sealed(inner)), Buffer.alloc(1024)]);
    const open = await newCase();
    await read(open, { 'outer.ve': sealed(outer) });
    await open.visits.add(await open.inspections.visit(1, 'outer.ve', RAW));
    await open.visits.add(await open.inspections.visit(2, 'outer.ve (decrypted)/inner.ve', RAW));
    const path = 'outer.ve (decrypted)/inner.ve (decrypted)/etc/inner.conf';
    expect(await (await open.files.blob(path)).text()).toBe('x');
    await open.visits.withdraw();
    await read(open, { 'a.log': hostd(4) });
    await open.visits.restore();
    expect(await (await open.files.blob(path)).text()).toBe('x');
  });
});

describe('a report', () => {
  it('says what there is, and keeps nothing', async () => {
    const open = await newCase();
    await read(open, BUNDLE);
    const before = tables(open);
    const found = await open.inspections.inspect(1, 'var/core/vmkernel-zdump.1', {
      ...RAW,
      strings: { limit: 3 },
    });
    expect(found).toMatchObject({
      kind: 'binary',
      bytes: DUMP.length,
      authenticated: false,
      strings: { total: 20 },
      zlibStreams: [{ offset: 3000, state: 'whole', inflatedBytes: vmkernel(20).length }],
      recovered: {
        lines: 20,
        formats: { VMkernel: 20 },
        from: '2016-11-22T19:00:00.000Z',
        to: '2016-11-22T19:19:00.000Z',
        crash: [],
      },
    });
    expect(found.strings.first).toHaveLength(3);
    expect(found.recovered.first[2]).toEqual({
      offset: 3000,
      inflatedAt: 2 * vmkernel(1).length,
      text: vmkernel(3).split('\n')[2],
    });
    expect(tables(open)).toEqual(before);
    const core = { contentType: 'vmware.vmkernel.dump' };
    const blob = new Blob([
      sealed(DUMP, { attributes: [['vmware.contentType', core.contentType]] }) as BlobPart,
    ]);
    expect((await open.inspections.inspect(2, blob, RAW)).kind).toBe('zdump');
  });
});

describe('tables', () => {
  it('are taken back to any place they ended at', async () => {
    const open = await newCase();
    const ends = [];
    for (let i = 0; i < 4; i++) {
      ends.push({ end: contentEnd(open.content), tables: { ...tables(open), sources: null } });
      await read(open, {
        [`log-${i}/hostd.log`]: hostd(9, 10 * i, `Part${i}`),
        'b.gz': gzipSync(`${i}`.repeat(999)),
      });
    }
    for (const { end, tables: before } of ends.reverse()) {
      rollBack(open.content, end);
      expect({ ...tables(open), sources: null }).toEqual(before);
    }
  });
});
