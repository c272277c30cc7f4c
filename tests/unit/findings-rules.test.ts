import { describe, expect, it } from 'vitest';
import { RULES } from '../../workers/findings/registry';
import { findingsOf } from './findings-of';

describe.each(RULES.map((rule) => ({ id: rule.id, rule })))('rule $id', ({ rule }) => {
  it('says what it is about', () => {
    expect(rule.title).not.toBe('');
    expect(rule.cause).not.toBe('');
    expect(rule.remedy.length).toBeGreaterThan(0);
    expect(rule.samples.fires.length).toBeGreaterThan(0);
    expect(rule.samples.silent.length).toBeGreaterThan(0);
  });

  it.each(rule.samples.fires)('fires: $name', async (sample) => {
    const { files, evidence, rule: id = rule.id, severity, undecided } = sample;
    const findings = await findingsOf(files);
    const found = findings.filter((finding) => finding.rule === id);
    expect(found, JSON.stringify(findings, null, 1)).not.toEqual([]);
    const places = found.flatMap((finding) => finding.evidence.map(({ file, line }) => `${file}:${line}`));
    for (const [file, line] of evidence) expect(places).toContain(`${file}:${line}`);
    if (severity) expect(found.map((finding) => finding.severity)).toContain(severity);
    if (undecided !== undefined) expect(found.some((finding) => finding.undecided !== null)).toBe(undecided);
    for (const one of found.flatMap((finding) => finding.evidence)) {
      if (one.line === null) expect(one.lines).toBe(0);
      else expect(one.lines).toBeGreaterThan(0);
    }
  });

  it.each(rule.samples.silent)('is silent: $name', async ({ files }) => {
    const findings = await findingsOf(files);
    const table = { issues: 'issue-', messages: 'message-' }[rule.id as string];
    const own = findings.filter(
      ({ rule: id }) => id === rule.id || (table !== undefined && id.startsWith(table)),
    );
    expect(own).toEqual([]);
  });
});

it('has one id per rule, and follows only rules that there are', () => {
  const ids = RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { follows } of RULES) for (const { rule } of follows) expect(ids).toContain(rule);
});
