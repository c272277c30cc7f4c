import { describe, expect, it } from 'vitest';
import type { EamState } from '../../workers/public-api';
import { threadEntries, dumpEntries } from '../../workers/java/thread-entries';
import { ThreadDumpReader } from '../../workers/java/thread-dump';
import { RULES } from '../../workers/findings/registry';
import { lineSpans } from '../../workers/findings/line-spans';
import { agencyRows, agentsByStep, type TracedAgency } from '../../web/views/findings/agency-rows';
import { pieceOf } from '../../web/views/findings/evidence-piece';
import {
  causesOf,
  findingLines,
  remedySteps,
  severityCounts,
  subjectsOf,
  type TracedFinding,
} from '../../web/views/findings/finding-lines';
import { ladder, standOf } from '../../web/views/findings/flow-ladder';
import { laneSpans } from '../../web/views/findings/state-lane';
import { threadRows } from '../../web/views/findings/thread-rows';

const NO_OBJECTS = { agencies: [], agents: [], hosts: [], clusters: [], vms: [] };

function finding(rule: string, rest: Partial<TracedFinding> = {}): TracedFinding {
  return {
    rule,
    area: 'eam',
    severity: 'high',
    confidence: 'certain',
    title: rule,
    cause: '',
    remedy: [],
    warning: null,
    references: [],
    evidence: [],
    causedBy: null,
    undecided: null,
    ...rest,
    objects: { ...NO_OBJECTS, ...rest.objects },
  };
}

describe('list of findings', () => {
  const off = (cluster: string) => finding('svm-off', { objects: { ...NO_OBJECTS, clusters: [cluster] } });
  const held = (cluster: string) =>
    finding('drs-blocked', {
      severity: 'warning',
      causedBy: 'svm-off',
      objects: { ...NO_OBJECTS, clusters: [cluster] },
    });

  it('puts a consequence under the cause that is about the same object', () => {
    const findings = [off('A'), held('B'), off('B')];
    expect(causesOf(findings)).toEqual([null, 2, null]);
    const lines = findingLines(findings, { severities: [], area: null });
    expect(lines.map(({ index, depth }) => [index, depth])).toEqual([
      [0, 0],
      [2, 0],
      [1, 1],
    ]);
  });

  it('takes the first of the rule where no object is shared, and none where there is none', () => {
    expect(causesOf([off('A'), finding('eam-down', { causedBy: 'svm-off' })])).toEqual([null, 0]);
    expect(causesOf([finding('eam-down', { causedBy: 'disk-full' })])).toEqual([null]);
  });

  it('loses no finding when causes go in a circle', () => {
    const findings = [finding('a', { causedBy: 'b' }), finding('b', { causedBy: 'a' })];
    expect(findingLines(findings, { severities: [], area: null })).toHaveLength(2);
  });

  it('shows a consequence by itself when the filter hides its cause', () => {
    const lines = findingLines([off('A'), held('A')], { severities: ['warning'], area: null });
    expect(lines.map(({ index, depth, cause }) => [index, depth, cause])).toEqual([[1, 0, 0]]);
  });

  it('filters and counts by area', () => {
    const findings = [off('A'), finding('path-down', { area: 'storage', severity: 'critical' })];
    expect(findingLines(findings, { severities: [], area: 'storage' }).map(({ index }) => index)).toEqual([
      1,
    ]);
    expect(severityCounts(findings, 'eam')).toEqual({ critical: 0, high: 1, warning: 0, info: 0 });
    expect(severityCounts(findings, null).critical).toBe(1);
  });

  it('takes a remedy apart at its check', () => {
    expect(remedySteps({ remedy: ['Do', 'Check: look', 'Ask'] })).toEqual({
      steps: ['Do'],
      checks: ['look'],
      otherwise: ['Ask'],
    });
    expect(remedySteps({ remedy: ['Do', 'Check that'] })).toEqual({
      steps: ['Do', 'Check that'],
      checks: [],
      otherwise: [],
    });
  });

  it('finds the check of every rule whose remedy needs one', () => {
    const without = RULES.filter(({ remedy }) => remedySteps({ remedy }).checks.length === 0);
    // Issues and messages bring their own steps; what EAM cleaned up by design needs none.
    expect(without.map(({ id }) => id)).toEqual(['issues', 'messages', 'orphan-clean']);
  });

  it('tells findings apart by the most special objects', () => {
    const one = finding('x', { objects: { ...NO_OBJECTS, agencies: ['id-1'], clusters: ['A'] } });
    expect(subjectsOf(one, (id) => `name of ${id}`)).toEqual(['name of id-1']);
  });

  it('orders 2,000 findings of one cause without much work', () => {
    const many = [
      finding('eam-down'),
      ...Array.from({ length: 2_000 }, () => finding('x', { causedBy: 'eam-down' })),
    ];
    const begun = performance.now();
    expect(findingLines(many, { severities: [], area: null })).toHaveLength(2_001);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

describe('evidence', () => {
  it('shows the first lines and says that there are more', () => {
    expect(pieceOf('a\nb', false)).toEqual({ text: 'a\nb', isCut: false });
    expect(pieceOf('1\n2\n3\n4\n5\n6', false)).toEqual({ text: '1\n2\n3\n4\n5', isCut: true });
    expect(pieceOf('x'.repeat(2_000), false).text).toHaveLength(700);
    expect(pieceOf('x'.repeat(2_000), true)).toEqual({ text: 'x'.repeat(2_000), isCut: false });
    expect(pieceOf('', false)).toEqual({ text: '', isCut: false });
  });

  it('finds lines of a file by their bytes', async () => {
    const content = new TextEncoder().encode(`eins\nzwei ä\n\nvier`);
    const read = (offset: number, length: number) =>
      Promise.resolve(content.subarray(offset, offset + Math.min(length, 3)));
    const spans = await lineSpans(read, content.length, [
      { line: 1, lines: 1 },
      { line: 2, lines: 2 },
      { line: 4, lines: 5 },
      { line: 9, lines: 1 },
    ]);
    const text = (span: { from: number; to: number } | null) =>
      span && new TextDecoder().decode(content.subarray(span.from, span.to));
    expect(spans.map(text)).toEqual(['eins\n', 'zwei ä\n\n', 'vier', null]);
    expect(await lineSpans(read, 0, [{ line: 1, lines: 1 }])).toEqual([null]);
  });
});

const FLOW = { step: 10, since: null, normal: true, stoppedBy: null };
const state = (time: string | null, status: string): EamState => ({
  time,
  status,
  goalState: null,
  vmPowerState: null,
  issues: [],
  evidence: { source: 0, file: 'x', line: 1, lines: 1 },
});

function agency(name: string, statuses: (string | null)[]): TracedAgency {
  const common = { goalState: null, issues: [], flow: FLOW, history: [], evidence: [] };
  return {
    ...common,
    id: `id-${name}`,
    name,
    cluster: null,
    service: null,
    status: null,
    gone: false,
    agents: statuses.map((status, index) => ({
      ...common,
      id: `agent-${index}`,
      name: null,
      host: `host-${index}`,
      hostName: null,
      vm: null,
      vmName: `${name} (${index})`,
      vmPowerState: null,
      vmIp: null,
      ofCluster: false,
      status,
    })),
  };
}

describe('tree of agencies', () => {
  const none = { text: '', onlyTrouble: false };
  const few = [agency('A', ['green', 'red'])];
  const many = ['A', 'B', 'C', 'D'].map((name) => agency(name, ['green', name === 'C' ? 'red' : 'green']));

  it('is open where there are few agencies, and closed where there are many', () => {
    expect(agencyRows(few, [], none)).toHaveLength(3);
    expect(agencyRows(few, ['0'], none)).toHaveLength(1);
    expect(agencyRows(many, [], none)).toHaveLength(4);
    expect(agencyRows(many, ['1'], none).map(({ key }) => key)).toEqual(['0', '1', '1/0', '1/1', '2', '3']);
  });

  it('leaves only what has trouble, with its agency', () => {
    expect(agencyRows(many, [], { text: '', onlyTrouble: true }).map(({ key }) => key)).toEqual(['2', '2/1']);
  });

  it('finds agents by host, VM or id, and agencies with all of theirs', () => {
    expect(agencyRows(many, [], { text: 'd (1', onlyTrouble: false }).map(({ key }) => key)).toEqual([
      '3',
      '3/1',
    ]);
    expect(agencyRows(many, [], { text: 'ID-b', onlyTrouble: false }).map(({ key }) => key)).toEqual([
      '1',
      '1/0',
      '1/1',
    ]);
    expect(agencyRows(many, [], { text: 'nowhere', onlyTrouble: false })).toEqual([]);
  });

  it('counts agents at each step', () => {
    expect([...agentsByStep(few[0]!.agents)]).toEqual([[10, 2]]);
  });
});

describe('state over time', () => {
  const at = (minute: number) => new Date(minute * 60_000).toISOString();

  it('lasts until the next state, and the last one until the end', () => {
    const spans = laneSpans([[state(at(60), 'red'), state(at(30), 'green')]], 0, 120 * 60_000);
    expect(spans).toEqual([
      { from: 0.25, to: 0.5, status: 'green' },
      { from: 0.5, to: 1, status: 'red' },
    ]);
  });

  it('shows the worst of several, also a short one', () => {
    const short = [
      state(at(0), 'green'),
      state(at(60), 'red'),
      state(new Date(3_601_000).toISOString(), 'green'),
    ];
    const spans = laneSpans([short, [state(at(0), 'green')]], 0, 120 * 60_000);
    expect(spans.map(({ status }) => status)).toEqual(['green', 'red', 'green']);
    expect(spans[1]!.to - spans[1]!.from).toBeCloseTo(1 / 120);
  });

  it('leaves out states without a time', () => {
    expect(laneSpans([[state(null, 'red')]], 0, 1)).toEqual([]);
  });
});

describe('steps of an installation', () => {
  it('are behind up to where it stands, and the other way when it is uninstalled', () => {
    const states = (goal: string) => ladder({ ...FLOW, step: 8 }, goal).map((step) => step.state);
    expect(states('enabled')).toEqual([...Array<string>(8).fill('done'), 'here', 'ahead', 'ahead']);
    expect(states('uninstalled')).toEqual([...Array<string>(8).fill('ahead'), 'here', 'done', 'done']);
  });

  it('stand still when something holds them up or they take too long', () => {
    expect(standOf(FLOW)).toBe('done');
    expect(standOf({ ...FLOW, step: 5 })).toBe('under-way');
    expect(standOf({ ...FLOW, step: 5, normal: false })).toBe('stopped');
    expect(standOf({ ...FLOW, step: 8, stoppedBy: 'VmPoweredOff' })).toBe('stopped');
  });
});

describe('threads', () => {
  const thread = (name: string, lines: string[]) =>
    `"${name}" #1 prio=5 os_prio=0 tid=0x1 nid=0x1 runnable\n${lines.join('\n')}\n`;
  const text = [
    'Full thread dump OpenJDK 64-Bit Server VM (17):\n',
    thread('idle', [
      '   java.lang.Thread.State: WAITING (parking)',
      '\tat java.util.concurrent.ThreadPoolExecutor.getTask(X.java:1)',
    ]),
    thread('third', [
      '   java.lang.Thread.State: BLOCKED (on object monitor)',
      '\tat C.c(C.java:1)',
      '\t- waiting to lock <0x01> (a C)',
    ]),
    thread('one', [
      '   java.lang.Thread.State: BLOCKED (on object monitor)',
      '\tat A.a(A.java:1)',
      '\t- waiting to lock <0x02> (a B)',
      '\t- locked <0x01> (a A)',
    ]),
    thread('two', [
      '   java.lang.Thread.State: BLOCKED (on object monitor)',
      '\tat B.b(B.java:1)',
      '\t- waiting to lock <0x01> (a A)',
      '\t- locked <0x02> (a B)',
    ]),
    thread('runs', ['   java.lang.Thread.State: RUNNABLE', '\tat D.d(D.java:1)']),
  ].join('\n');
  const reader = new ThreadDumpReader();
  for (const line of text.split('\n')) reader.push(line);
  const [entry] = dumpEntries([{ source: 0, path: 'jvm.log', dumps: reader.dumps }]);
  const threads = threadEntries(reader.dumps[0]!);
  const named = (filter: Parameters<typeof threadRows>[2]) =>
    threadRows(threads, entry!.circles, filter).map((row) => [row.thread.name, row.depth, row.inCircle]);

  it('are counted by state, and circles are told', () => {
    expect(entry).toMatchObject({
      threads: 5,
      states: [
        { state: 'BLOCKED', threads: 3 },
        { state: 'WAITING', threads: 1 },
        { state: 'RUNNABLE', threads: 1 },
      ],
    });
    expect(entry!.circles.map((circle) => circle.map((index) => threads[index]!.name).sort())).toEqual([
      ['one', 'two'],
    ]);
  });

  it('stand with circles first, waiters below their holder, idle ones left out', () => {
    expect(named({ text: '', state: null, idle: false })).toEqual([
      ['one', 0, true],
      ['third', 1, false],
      ['two', 0, true],
      ['runs', 0, false],
    ]);
    expect(named({ text: '', state: null, idle: true }).at(-1)).toEqual(['idle', 0, false]);
  });

  it('are filtered by state, name and frame', () => {
    expect(named({ text: '', state: 'RUNNABLE', idle: false }).map(([name]) => name)).toEqual(['runs']);
    expect(named({ text: 'c.c(', state: null, idle: false }).map(([name]) => name)).toEqual(['third']);
    expect(named({ text: 'idle', state: null, idle: false }).map(([name]) => name)).toEqual(['idle']);
  });
});
