import { describe, expect, test } from 'vitest';
import { MIXED_HOSTS, MIXED_TABLE } from '../e2e/mixed-hosts';
import { operationTree } from '../../workers/trace/operation-tree';
import { traceSessions } from '../../workers/trace/sessions';
import { openedCase, unwatched } from './analysis-case';
import { traced, tracedRecords } from './trace-samples';

const FILES = MIXED_HOSTS.flatMap(({ bundle, files }) =>
  files.map(({ path, lines }) => ({ path: `${bundle}/${path}`, lines })),
);

describe('hosts of all makers', () => {
  test('stand on one table, in the order of time', async () => {
    const records = await tracedRecords(FILES);
    expect(
      records.map(({ op, vendor, who, target, result, missing, evidence }) => [
        op,
        vendor,
        who,
        target,
        result,
        missing.join(' '),
        evidence.length,
      ]),
    ).toEqual(MIXED_TABLE);
  });

  test('give the same table whatever the order in which they were dropped', async () => {
    const table = async (files: typeof FILES) =>
      (await tracedRecords(files)).map(({ evidence, ...record }) => ({ ...record, lines: evidence.length }));
    expect(await table([...FILES].reverse())).toEqual(await table(FILES));
  });

  test('have sessions with what was done in them', async () => {
    const { operations } = await traced(FILES);
    const sessions = traceSessions(operations);
    expect(sessions.map(({ who, client, end }) => [who, client, end !== null])).toEqual([
      ['root', '10.131.3.116', false],
      ['joe', '172.31.255.6', true],
      ['VSPHERE.LOCAL\\Administrator', '192.0.2.7', false],
    ]);
    const done = (session: number) => sessions[session]!.operations.map((index) => operations[index]!.op);
    // the root of another host
    expect(done(0)).toEqual([]);
    expect(done(1)).toEqual(['StopVM']);
    expect(done(2)).toEqual(['ModifyCPU', 'ModifyMemory']);
  });

  test('have a tree from vCenter to the kernel, from any of its ids', async () => {
    const reader = await openedCase(
      FILES.map(({ path, lines }) => ({ path, content: `${lines.join('\n')}\n` })),
    );
    const client = 'lgfd4abh-18745-auto-egq-h5:70005734-88';
    for (const id of [client, `${client}-01-39-6b81`]) {
      const [root, ...others] = await operationTree(reader, id, unwatched());
      expect(others).toEqual([]);
      const path = [];
      for (let node = root; node; node = node.children[0]) {
        expect(node.children.length).toBeLessThan(2);
        path.push([node.process, node.opId, node.evidence.length]);
      }
      expect(path).toEqual([
        ['vpxd', client, 2],
        ['vpxa', `${client}-01`, 2],
        ['hostd', `${client}-01-39-6b81`, 2],
        ['vmkernel', '6f3a2b1c', 1],
      ]);
    }
    expect(await operationTree(reader, 'no-such-id', unwatched())).toEqual([]);
  });
});
