import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { HsmFinding } from '../../workers/public-api';
import { keyObject, sessionObject } from '../../workers/hsm/results';
import { hsmFindings } from '../../workers/hsm/rules';
import { openedHsm } from './hsm-reading';

interface UserFound {
  name: string;
  type: string;
  seq: number;
}

interface ExpectedFindings {
  startsAtSeq?: number;
  sequenceGaps?: { after: number; before: number; missing: number }[];
  timeReversals?: { seq: number; previousSeq: number }[];
  failedLogins?: { seq: number; userName: string; reason: string }[];
  usersCreated?: UserFound[];
  usersDeleted?: UserFound[];
  keys?: { handle: number; half: string; generatedSeq: number; destroyedSeq: number; pairWith: number }[];
  exports?: { key: number; wrappingKey: number; seq: number; wrapSeq: number }[];
  imports?: { key: number; wrappingKey: number; seq: number; wrapSeq: number }[];
  openLogins?: string[];
}

interface CrossStream {
  files: string[];
  login?: { user: string; seqs: number[] };
  keySync: { key: number; generated: [string, number]; inserted: [string, number] };
}

const folder = new URL('../fixtures/hsm/', import.meta.url);
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const expected = JSON.parse(text('expected.json')) as {
  files: Record<string, { findings: ExpectedFindings }>;
  crossStream: CrossStream[];
};
const file = (path: string) => ({ path, content: text(path) });

describe.each(Object.entries(expected.files))('%s', (name, { findings: wanted }) => {
  test('finds what is expected', async () => {
    const from = await openedHsm([file(name)]);
    const all = await hsmFindings(from, async () => undefined);
    const found = (rule: string) =>
      all.filter((finding) => finding.rule === rule).sort((a, b) => seqs(a)[0]! - seqs(b)[0]!);
    const seqs = ({ events }: HsmFinding) => events.map(({ seq }) => Number(seq));
    expect(found('stream-starts-late').map((finding) => seqs(finding)[0])).toEqual(
      wanted.startsAtSeq === undefined ? [] : [wanted.startsAtSeq],
    );
    expect(found('sequence-gap').map(seqs)).toEqual(
      (wanted.sequenceGaps ?? []).map(({ after, before }) => [after, before]),
    );
    expect(found('clock-step').map(seqs)).toEqual(
      (wanted.timeReversals ?? []).map(({ seq, previousSeq }) => [previousSeq, seq]),
    );
    expect(
      found('login-failed').map(({ title, users, ...rest }) => [
        seqs({ ...rest, title, users })[0],
        users,
        title,
      ]),
    ).toEqual(
      (wanted.failedLogins ?? []).map(({ seq, userName, reason }) => [
        seq,
        [userName],
        `Login refused: ${userName} (${reason})`,
      ]),
    );
    const created = found('user-created').filter(({ severity }) => severity !== 'info');
    expect(created.map((finding) => [seqs(finding)[0], finding.users[0]])).toEqual(
      (wanted.usersCreated ?? [])
        .filter(({ name: user }) => user !== 'app_user')
        .map(({ seq, name: user }) => [seq, user]),
    );
    expect(found('user-deleted').map((finding) => [seqs(finding)[0], finding.users[0]])).toEqual(
      (wanted.usersDeleted ?? []).map(({ seq, name: user }) => [seq, user]),
    );
    expect(found('key-exported').map((finding) => [finding.keys, seqs(finding)])).toEqual(
      (wanted.exports ?? []).map(({ key, wrappingKey, seq, wrapSeq }) => [
        [`${key}`, `${wrappingKey}`],
        [seq, wrapSeq],
      ]),
    );
    expect(found('key-imported').map((finding) => [finding.keys, seqs(finding)])).toEqual(
      (wanted.imports ?? []).map(({ key, wrappingKey, seq, wrapSeq }) => [
        [`${key}`, `${wrappingKey}`],
        [wrapSeq, seq],
      ]),
    );
    const keys = from.keys.map((life) => keyObject(from, life));
    for (const { handle, half, generatedSeq, destroyedSeq, pairWith } of wanted.keys ?? []) {
      const key = keys.find((one) => one.handle === handle);
      expect(key).toMatchObject({ kind: half, pairWith });
      expect(key?.events.map(({ seq }) => seq)).toEqual([generatedSeq, destroyedSeq]);
    }
    const open = from.attribution.sessions.filter(({ end }) => end === null);
    if (wanted.openLogins) {
      expect(open.map(({ index }) => sessionObject(from, index).user)).toEqual(wanted.openLogins);
    }
  });
});

test.each(expected.crossStream)('across $files', async ({ files, login, keySync }) => {
  const from = await openedHsm(files.map(file));
  const key = from.keys.map((life) => keyObject(from, life)).find(({ handle }) => handle === keySync.key);
  const place = (row: number) => [
    from.files.get(from.events.store.file.get(row))?.path,
    from.events.store.seq.value(row),
  ];
  const life = from.keys.find(({ handle }) => handle === String(keySync.key))!;
  expect(place(life.made!)).toEqual(keySync.generated);
  expect(life.inserted.map(place)).toEqual([keySync.inserted]);
  expect(key?.copies).toHaveLength(1);
  if (!login) return;
  expect(from.attribution.sessions).toHaveLength(1);
  expect(from.attribution.sessions[0]!.logins.map(({ row }) => from.events.store.seq.value(row))).toEqual(
    login.seqs,
  );
});
