import { describe, expect, it } from 'vitest';
import { CASE_STUDIES, HEALTHY } from './eam-case-studies';
import { findingsOf } from './findings-of';

const inBundle = (files: { path: string; content: string }[]) =>
  files.map(({ path, content }) => ({ path: `vc-lab/${path}`, content }));

describe('case studies', () => {
  it.each([HEALTHY, ...CASE_STUDIES])('$name', async ({ files, expected }) => {
    const findings = await findingsOf(inBundle(files));
    const serious = findings.filter(({ severity }) => severity !== 'info');
    expect(serious.map(({ rule, causedBy }) => ({ rule, causedBy }))).toEqual(
      expected.map(({ rule, causedBy }) => ({ rule, causedBy })),
    );
    for (const [index, { evidence }] of expected.entries()) {
      const places = serious[index]!.evidence.map(({ file, line }) => [file, line]);
      for (const place of evidence) expect(places).toContainEqual(place);
    }
  });

  it.each([HEALTHY, ...CASE_STUDIES])('$name, with line ends of Windows', async ({ files }) => {
    const windows = files.map(({ path, content }) => ({ path, content: content.replaceAll('\n', '\r\n') }));
    const told = async (given: typeof files) =>
      (await findingsOf(inBundle(given))).map(({ rule, severity, objects, evidence }) => ({
        rule,
        severity,
        objects,
        evidence,
      }));
    expect(await told(windows)).toEqual(await told(files));
  });
});
